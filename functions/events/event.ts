import type { Infer } from '../runtime/schema.ts';
import { schema } from '../runtime/schema.ts';

/** The partitions of the log that are read from somewhere; each has one writer. */
export const polledSources = [
  'alerts',
  'incidents',
  'dlpActivity',
  'entraActivity',
  'exchangeActivity',
  'sharePointActivity',
  'generalActivity',
] as const;
/** All partitions of the log; the others are what we have to tell ourselves. */
export const sources = [...polledSources, 'responses', 'health'] as const;
export type Source = (typeof sources)[number];

/** What a filter can ask of an event; every list holds ids and names alike, since makers pick by either. */
export interface Facets {
  readonly severity?: 'unknown' | 'informational' | 'low' | 'medium' | 'high';
  readonly status?: string;
  readonly policies?: readonly string[];
  readonly rules?: readonly string[];
  readonly users?: readonly string[];
  readonly workloads?: readonly string[];
  readonly labels?: readonly string[];
  /** What the inputs of single triggers ask for, by the name of the facet. */
  readonly named?: Readonly<Record<string, readonly string[]>>;
  /** Amounts by the name of the facet and of what was counted, such as findings of each sensitive information type. */
  readonly counts?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Events of other sources that told the same thing before: whoever was sent one of them is not sent this one. */
  readonly told?: readonly ToldBefore[];
}

/** What says whether a flow was sent an earlier event. */
export interface ToldBefore {
  readonly source: Source;
  readonly sequence: number;
  readonly change: 'raised' | 'updated';
  readonly recordedAt: string;
  readonly facets: Facets;
}

/** A version of a vendor's record, mapped to our words, before the log has given it a place. */
export interface EventDraft {
  /** The record's own id; with the source it makes the event key, one for all versions. */
  readonly recordId: string;
  /** Tells versions of one record apart, such as the time of its last update. */
  readonly version: string;
  /** What happened, in the words of the triggers: `dlpAlert`, `insiderRiskAlert`, … */
  readonly type: string;
  /** When the record came into being, ISO-8601 UTC. */
  readonly createdAt: string;
  /** When this version was written, ISO-8601 UTC; the time that the source is read by. */
  readonly recordedAt: string;
  /** When the thing itself happened, ISO-8601 UTC. */
  readonly occurredAt: string;
  readonly actor?: string;
  readonly portalUrl?: string;
  readonly facets: Facets;
  /** The property of the event under which the thing itself stands. */
  readonly noun: string;
  readonly thing: object;
}

/** What every event says of itself, whatever it is about; the thing itself stands beside it under its noun. */
export const eventProperties = {
  eventId: {
    type: 'string',
    'x-ms-summary': 'Event Id',
    description: 'One for each version of a record; the same for every flow, attempt and replay.',
  },
  eventKey: {
    type: 'string',
    'x-ms-summary': 'Event Key',
    description: 'One for each record, over all its updates: the key to file a ticket under.',
  },
  type: { type: 'string', 'x-ms-summary': 'Event Type', description: 'What happened, such as dlpAlert.' },
  change: {
    type: 'string',
    enum: ['raised', 'updated'],
    'x-ms-summary': 'Change',
    description: 'Whether the record was seen for the first time or was updated.',
  },
  schemaVersion: {
    type: 'string',
    'x-ms-summary': 'Schema Version',
    'x-ms-visibility': 'advanced',
    description: 'The version of this shape.',
  },
  source: {
    type: 'string',
    'x-ms-summary': 'Source',
    'x-ms-visibility': 'advanced',
    description: 'The partition of the event log that holds the event.',
  },
  sequence: {
    type: 'integer',
    format: 'int64',
    'x-ms-summary': 'Sequence',
    'x-ms-visibility': 'advanced',
    description: 'The place of the event in its source, without gaps.',
  },
  occurredAt: {
    type: 'string',
    format: 'date-time',
    'x-ms-summary': 'Occurred At',
    description: 'When it happened, in UTC.',
  },
  detectedAt: {
    type: 'string',
    format: 'date-time',
    'x-ms-summary': 'Detected At',
    description: 'When the event entered the log, in UTC.',
  },
  isTest: {
    type: 'boolean',
    'x-ms-summary': 'Is Test',
    description: 'Whether this is a synthetic event that somebody sent to try a flow.',
  },
  correlationId: {
    type: 'string',
    'x-ms-summary': 'Correlation Id',
    'x-ms-visibility': 'advanced',
    description: 'Finds the event in the back end’s log lines.',
  },
  actor: {
    type: 'string',
    'x-ms-summary': 'Actor',
    description: 'The user principal name of who did it, or a pseudonym; left out when unknown.',
  },
  portalUrl: {
    type: 'string',
    format: 'uri',
    'x-ms-summary': 'Portal Link',
    description: 'Opens the record in the Microsoft Defender portal.',
  },
} as const;

export const requiredEventProperties = [
  'eventId',
  'eventKey',
  'type',
  'change',
  'schemaVersion',
  'source',
  'sequence',
  'occurredAt',
  'detectedAt',
  'isTest',
  'correlationId',
] as const;

const envelope = schema({ type: 'object', properties: eventProperties, required: requiredEventProperties });

/** An event as it stands in the log and as flows receive it: the envelope, and the thing under its noun. */
export type PurviewEvent = Infer<typeof envelope> & Readonly<Record<string, unknown>>;
