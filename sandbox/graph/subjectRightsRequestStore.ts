import { randomUUID } from 'node:crypto';
import { type ContosoRequest, type StageName, subjectRightsRequests } from '../contoso/subjectRightsRequests.ts';
import { findUser } from '../contoso/users.ts';
import { type Clock, graphTime } from './clock.ts';
import { type IdentitySet, identityOfPurview, identityOfUser } from './graphIdentity.ts';

export const requestTypes = ['export', 'access', 'delete', 'tagForAction'] as const;
export const stageStatuses = ['notStarted', 'current', 'completed', 'failed'] as const;
export type StageStatus = (typeof stageStatuses)[number];

export type Stage = { stage: StageName; status: StageStatus; error: { code: string; message: string } | null };

/** A request as Graph keeps it: every property of the v1.0 metadata, an unset one being null. */
export type RequestRecord = {
  id: string;
  assignedTo: { id: string; displayName: string } | null;
  closedDateTime: string | null;
  contentQuery: string | null;
  createdBy: IdentitySet;
  createdDateTime: string;
  dataSubject: Record<string, unknown>;
  dataSubjectType: string;
  description: string | null;
  displayName: string;
  externalId: string | null;
  history: Record<string, unknown>[];
  includeAllVersions: boolean | null;
  includeAuthoredContent: boolean | null;
  insight: Record<string, unknown> | null;
  internalDueDateTime: string | null;
  lastModifiedBy: IdentitySet;
  lastModifiedDateTime: string;
  mailboxLocations: Record<string, unknown> | null;
  pauseAfterEstimate: boolean | null;
  regulations: string[];
  siteLocations: Record<string, unknown> | null;
  stages: Stage[];
  status: 'active' | 'closed';
  type: (typeof requestTypes)[number];
};

export type NewRequestRecord = Partial<RequestRecord>;

export type Note = {
  id: string;
  author: { id: string | null; displayName: string };
  content: { contentType: 'text' | 'html'; content: string };
  createdDateTime: string;
};

/** The tenant's subject rights requests, and what the service does with them in the meantime. */
export interface SubjectRightsRequestStore {
  all(): readonly RequestRecord[];
  get(id: string): RequestRecord | undefined;
  add(record: NewRequestRecord): RequestRecord;
  /** Merges the changes and moves `lastModifiedDateTime`, unless the changes set it. */
  change(id: string, changes: NewRequestRecord): RequestRecord;
  /** Sets the status of a stage; completing one begins the next, and the last one closes the request. */
  advance(id: string, stage: StageName, status: StageStatus): RequestRecord;
  notesOf(id: string): Note[];
  report(id: string): Uint8Array;
  attachment(id: string): Uint8Array;
  /** Replaces the attachment of every request. */
  setAttachment(bytes: Uint8Array): void;
  clear(): void;
}

const dayMs = 24 * 3_600_000;
// An empty zip file.
const noFiles = Uint8Array.from([0x50, 0x4b, 0x05, 0x06, ...Array.from({ length: 18 }, () => 0)]);

/** Stages of a request, in order; what is deleted needs an approval. */
const stagesOf = (type: RequestRecord['type']): StageName[] =>
  type === 'delete'
    ? ['contentRetrieval', 'contentReview', 'approval', 'contentDeletion', 'generateReport', 'caseResolved']
    : ['contentRetrieval', 'contentReview', 'generateReport', 'caseResolved'];

const stagesAt = (type: RequestRecord['type'], current: StageName): Stage[] => {
  const names = stagesOf(type);
  const at = names.indexOf(current);
  return names.map((stage, index) => ({
    stage,
    status: index < at ? 'completed' : index === at ? 'current' : 'notStarted',
    error: null,
  }));
};

export function createSubjectRightsRequestStore(clock: Clock): SubjectRightsRequestStore {
  const records = new Map<string, RequestRecord>();
  const notes = new Map<string, Note[]>();
  let attachment: Uint8Array = noFiles;

  const store: SubjectRightsRequestStore = {
    all: () => [...records.values()],
    get: (id) => records.get(id),
    add(given) {
      const at = clock.timestamp();
      const type = given.type ?? 'access';
      const record: RequestRecord = {
        id: randomUUID(),
        assignedTo: null,
        closedDateTime: null,
        contentQuery: null,
        createdBy: identityOfPurview,
        createdDateTime: at,
        dataSubject: {},
        dataSubjectType: 'customer',
        description: null,
        displayName: 'A request',
        externalId: null,
        history: [],
        includeAllVersions: null,
        includeAuthoredContent: null,
        insight: null,
        internalDueDateTime: null,
        lastModifiedBy: given.createdBy ?? identityOfPurview,
        lastModifiedDateTime: given.createdDateTime ?? at,
        mailboxLocations: null,
        pauseAfterEstimate: null,
        regulations: [],
        siteLocations: null,
        stages: stagesAt(type, 'contentRetrieval'),
        status: 'active',
        type,
        ...given,
      };
      records.set(record.id, record);
      return record;
    },
    change(id, changes) {
      const record = existing(id);
      Object.assign(record, { lastModifiedDateTime: clock.timestamp() }, changes);
      return record;
    },
    advance(id, stage, status) {
      const record = existing(id);
      const at = record.stages.findIndex((candidate) => candidate.stage === stage);
      const stages = record.stages.map((candidate, index) => {
        if (index === at) return { ...candidate, status };
        const isNext = status === 'completed' && index === at + 1 && candidate.status === 'notStarted';
        return isNext ? { ...candidate, status: 'current' as const } : candidate;
      });
      const event = {
        changedBy: record.lastModifiedBy,
        eventDateTime: clock.timestamp(),
        stage,
        stageStatus: status,
        type: 'stageStatusChange',
      };
      const isDone = stage === 'caseResolved' && status === 'completed';
      return store.change(id, {
        stages,
        history: [...record.history, event],
        ...(isDone && { status: 'closed', closedDateTime: clock.timestamp() }),
      });
    },
    notesOf(id) {
      const kept = notes.get(id) ?? [];
      notes.set(id, kept);
      return kept;
    },
    report: (id) => new TextEncoder().encode(`\uFEFFItem,Location\r\n${existing(id).displayName},Mailbox\r\n`),
    attachment: () => attachment,
    setAttachment(bytes) {
      attachment = bytes;
    },
    clear() {
      records.clear();
      notes.clear();
    },
  };

  const existing = (id: string): RequestRecord => {
    const record = records.get(id);
    if (!record) throw new Error(`There is no subject rights request ${id}.`);
    return record;
  };

  const contoso: readonly ContosoRequest[] = Object.values(subjectRightsRequests);
  for (const { createdDaysAgo, dueInDays, currentStage, ownerId, regulations, ...request } of contoso) {
    const created = graphTime(new Date(clock.now().getTime() - createdDaysAgo * dayMs));
    const owner = { id: ownerId, displayName: findUser(ownerId)?.displayName ?? ownerId };
    store.add({
      ...request,
      assignedTo: owner,
      createdBy: identityOfUser(ownerId),
      createdDateTime: created,
      internalDueDateTime: graphTime(new Date(clock.now().getTime() + dueInDays * dayMs)),
      lastModifiedDateTime: created,
      regulations: [...regulations],
      stages: stagesAt(request.type, currentStage),
      insight: { itemCount: 12, itemNeedReview: 3, signedOffItemCount: 9, excludedItemCount: 0, totalItemSize: 48_211 },
    });
  }
  return store;
}
