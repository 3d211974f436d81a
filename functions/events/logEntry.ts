import { asciiJson } from '../storage/longJson.ts';
import type { EventDraft, Facets, PurviewEvent, Source } from './event.ts';
import { eventIdOf, eventKeyOf, recordHash, versionHash } from './eventId.ts';

/** What deduplication needs of an entry. */
export interface SeenEntry {
  readonly sequence: number;
  /** Hash of the record and its version. */
  readonly version: string;
  /** Hash of the record over all its versions. */
  readonly record: string;
  /** The upper bound of the poll that found the record; it never falls from one entry to the next. */
  readonly upperBound: string;
}

/** An event in its place in the log, with what filters ask of it; the JSON is ready to be sent. */
export interface LogEntry extends SeenEntry {
  readonly source: Source;
  readonly eventId: string;
  readonly type: string;
  readonly change: 'raised' | 'updated';
  readonly recordedAt: string;
  readonly detectedAt: string;
  /** The subscription that a test event is meant for. */
  readonly target?: string;
  readonly facets: Facets;
  readonly json: string;
}

interface Placement {
  readonly tenantId: string;
  readonly source: Source;
  readonly sequence: number;
  readonly change: 'raised' | 'updated';
  readonly detectedAt: string;
  readonly upperBound: string;
  readonly correlationId: string;
  readonly target?: string;
}

/** The event that a draft becomes in its place. */
export const toEntry = (draft: EventDraft, placement: Placement): LogEntry => {
  const { tenantId, source, sequence, change, detectedAt, upperBound, correlationId, target } = placement;
  const version = versionHash(tenantId, source, draft.recordId, draft.version);
  const eventId = eventIdOf(source, sequence, version);
  const event: PurviewEvent = {
    eventId,
    eventKey: eventKeyOf(tenantId, source, draft.recordId),
    type: draft.type,
    change,
    schemaVersion: '1',
    source,
    sequence,
    occurredAt: draft.occurredAt,
    detectedAt,
    isTest: target !== undefined,
    correlationId,
    ...(draft.actor !== undefined && { actor: draft.actor }),
    ...(draft.portalUrl !== undefined && { portalUrl: draft.portalUrl }),
    [draft.noun]: draft.thing,
  };
  return {
    source,
    sequence,
    version,
    record: recordHash(tenantId, source, draft.recordId),
    eventId,
    type: draft.type,
    change,
    recordedAt: draft.recordedAt,
    detectedAt,
    upperBound,
    ...(target !== undefined && { target }),
    facets: draft.facets,
    json: asciiJson(event),
  };
};
