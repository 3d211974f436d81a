import { randomUUID } from 'node:crypto';
import { type ContosoCase, ediscoveryCases, fabrikamMatter } from '../contoso/ediscoveryCases.ts';
import { users } from '../contoso/users.ts';
import { type Clock, graphTime } from './clock.ts';
import { type IdentitySet, identityOfUser } from './graphIdentity.ts';

export type CaseStatus = 'unknown' | 'active' | 'pendingDelete' | 'closing' | 'closed' | 'closedWithError';

export type CaseRecord = {
  id: string;
  closedBy: IdentitySet | null;
  closedDateTime: string | null;
  createdDateTime: string;
  description: string | null;
  displayName: string;
  externalId: string | null;
  lastModifiedBy: IdentitySet | null;
  lastModifiedDateTime: string;
  status: CaseStatus;
};

export type CustodianRecord = {
  id: string;
  email: string;
  displayName: string;
  status: 'active' | 'released';
  holdStatus: 'notApplied' | 'applied' | 'applying' | 'removing' | 'partial';
  createdDateTime: string;
  acknowledgedDateTime: string | null;
  lastModifiedDateTime: string;
  releasedDateTime: string | null;
};

/** A group whose mailbox and site go with a custodian. */
export type GroupSource = {
  /** The id of the group. */
  id: string;
  displayName: string;
  createdDateTime: string;
  createdBy: IdentitySet;
  includedSources: string;
};

export type OperationAction = 'estimateStatistics' | 'holdUpdate';

/** A long-running operation; how far it has come follows from the clock. */
interface Operation {
  id: string;
  action: OperationAction;
  createdBy: IdentitySet;
  startedAt: Date;
  whenDone: () => void;
  isDone: boolean;
}

/** A case with all that belongs to it. */
export interface Matter {
  record: CaseRecord;
  custodians: Map<string, CustodianRecord>;
  userSources: Map<string, Record<string, unknown>[]>;
  unifiedGroupSources: Map<string, GroupSource[]>;
  searches: Map<string, Record<string, unknown>>;
  operations: Map<string, Operation>;
}

/** The tenant's eDiscovery cases. */
export interface EdiscoveryStore {
  matters(): readonly Matter[];
  get(caseId: string): Matter | undefined;
  add(record: Partial<CaseRecord>): CaseRecord;
  /** Merges the changes and moves `lastModifiedDateTime`, unless the changes set it. */
  change(caseId: string, changes: Partial<CaseRecord>): CaseRecord;
  start(matter: Matter, action: OperationAction, by: IdentitySet, whenDone?: () => void): string;
  /** The operation as Graph gives it now. */
  present(operation: Operation): Record<string, unknown>;
  /** Ends whatever has run its time. */
  settle(): void;
}

// By the simulated clock.
const waitsMs = 10_000;
const takesMs = 120_000;
const closesMs = 60_000;
const dayMs = 24 * 3_600_000;

export function createEdiscoveryStore(clock: Clock): EdiscoveryStore {
  const matters = new Map<string, Matter>();
  const closing = new Map<string, Date>();

  const ageMs = (since: Date): number => clock.now().getTime() - since.getTime();

  const store: EdiscoveryStore = {
    matters: () => [...matters.values()],
    get: (caseId) => matters.get(caseId),
    add(given) {
      const at = clock.timestamp();
      const record: CaseRecord = {
        id: randomUUID(),
        closedBy: null,
        closedDateTime: null,
        createdDateTime: at,
        description: null,
        displayName: 'A case',
        externalId: null,
        lastModifiedBy: null,
        lastModifiedDateTime: given.createdDateTime ?? at,
        status: 'active',
        ...given,
      };
      matters.set(record.id, {
        record,
        custodians: new Map(),
        userSources: new Map(),
        unifiedGroupSources: new Map(),
        searches: new Map(),
        operations: new Map(),
      });
      return record;
    },
    change(caseId, changes) {
      const matter = matters.get(caseId);
      if (!matter) throw new Error(`There is no eDiscovery case ${caseId}.`);
      Object.assign(matter.record, { lastModifiedDateTime: clock.timestamp() }, changes);
      if (matter.record.status === 'closing') closing.set(caseId, clock.now());
      else closing.delete(caseId);
      return matter.record;
    },
    start(matter, action, createdBy, whenDone = () => {}) {
      const operation = { id: randomUUID(), action, createdBy, startedAt: clock.now(), whenDone, isDone: false };
      matter.operations.set(operation.id, operation);
      return operation.id;
    },
    present({ id, action, createdBy, startedAt }) {
      const age = ageMs(startedAt);
      const status = age < waitsMs ? 'notStarted' : age < takesMs ? 'running' : 'succeeded';
      const isDone = status === 'succeeded';
      const estimate = { indexedItemCount: 1284, indexedItemsSize: 734_003_200, unindexedItemCount: 7 };
      return {
        '@odata.type': `#microsoft.graph.security.ediscovery${action === 'holdUpdate' ? 'Hold' : 'Estimate'}Operation`,
        id,
        action,
        createdBy,
        createdDateTime: graphTime(startedAt),
        completedDateTime: isDone ? graphTime(new Date(startedAt.getTime() + takesMs)) : null,
        percentProgress: Math.min(100, Math.floor((age / takesMs) * 100)),
        resultInfo: null,
        status,
        ...(action === 'estimateStatistics' && {
          ...(isDone ? estimate : { indexedItemCount: 0, indexedItemsSize: 0, unindexedItemCount: 0 }),
          unindexedItemsSize: isDone ? 1_048_576 : 0,
          mailboxCount: isDone ? 3 : 0,
          siteCount: isDone ? 2 : 0,
        }),
      };
    },
    settle() {
      for (const [caseId, since] of closing)
        if (ageMs(since) >= closesMs) store.change(caseId, { status: 'closed', closedDateTime: clock.timestamp() });
      for (const { operations } of matters.values()) {
        for (const operation of operations.values()) {
          if (operation.isDone || ageMs(operation.startedAt) < takesMs) continue;
          operation.isDone = true;
          operation.whenDone();
        }
      }
    },
  };

  addContoso(store, clock);
  return store;
}

function addContoso(store: EdiscoveryStore, clock: Clock): void {
  // Every tenant has it, with a time that is none.
  store.add({
    id: '1b47d2a6-0d2b-4f3c-9a55-1f7c6a8e9d20',
    displayName: 'Content Search',
    createdDateTime: '0001-01-01T00:00:00Z',
    lastModifiedDateTime: '0001-01-01T00:00:00Z',
  });
  const contoso: readonly ContosoCase[] = Object.values(ediscoveryCases);
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * dayMs);
  for (const { createdDaysAgo, ...record } of contoso) {
    const lastModifiedBy = identityOfUser(users.grady.id);
    store.add({ ...record, createdDateTime: graphTime(daysAgo(createdDaysAgo)), lastModifiedBy });
  }
  const matter = store.get(ediscoveryCases.fabrikam.id);
  const createdDateTime = graphTime(daysAgo(ediscoveryCases.fabrikam.createdDaysAgo));
  matter?.custodians.set(fabrikamMatter.custodianId, {
    id: fabrikamMatter.custodianId,
    email: users.lee.mail,
    displayName: users.lee.displayName,
    status: 'active',
    holdStatus: 'applied',
    createdDateTime,
    acknowledgedDateTime: null,
    lastModifiedDateTime: createdDateTime,
    releasedDateTime: null,
  });
  matter?.searches.set(fabrikamMatter.searchId, {
    id: fabrikamMatter.searchId,
    displayName: 'Supply agreement',
    contentQuery: 'fabrikam AND agreement',
    dataSourceScopes: 'allCaseCustodians',
    createdDateTime,
  });
  matter?.operations.set(fabrikamMatter.operationId, {
    id: fabrikamMatter.operationId,
    action: 'estimateStatistics',
    createdBy: identityOfUser(users.grady.id),
    startedAt: daysAgo(1),
    whenDone: () => {},
    isDone: true,
  });
}
