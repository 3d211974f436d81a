import type { EventDraft, Facets } from '../events/event.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import type { Owner } from '../subscriptions/subscription.ts';

export const components = ['subscription', 'deadLetters', 'source', 'records'] as const;
export const states = ['ok', 'stalled', 'silent', 'suspended', 'ended', 'waiting', 'setAside'] as const;

/** What a health event tells. */
export const connectorHealthSchema = schema({
  type: 'object',
  title: 'ConnectorHealth',
  'x-ms-summary': 'Connector Health',
  description: 'Which part of the connector changed, and to what.',
  properties: {
    component: {
      type: 'string',
      enum: components,
      'x-ms-summary': 'Component',
      description:
        'Subscription: a flow that is subscribed. Dead letters: what such a flow did not get. Source: something that is polled. Records: what a source gave that could not be read.',
    },
    name: {
      type: 'string',
      'x-ms-summary': 'Component Name',
      description: 'The subscription id, or the name of the source.',
    },
    state: {
      type: 'string',
      enum: states,
      'x-ms-summary': 'State',
      description:
        'Ok: well, or well again. Stalled: events have waited for an hour. Silent: nothing has come for long. Suspended, ended: a flow gets no more events. Waiting: there are dead letters. Set aside: there are such records.',
    },
    previousState: {
      type: 'string',
      enum: states,
      'x-ms-summary': 'Previous State',
      description: 'What was told before; left out the first time.',
    },
    reason: { type: 'string', 'x-ms-summary': 'Reason', description: 'What is known of why, and what to do about it.' },
    trigger: {
      type: 'string',
      'x-ms-summary': 'Trigger',
      description: 'Of a subscription: the operation id of its trigger.',
    },
    pending: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Pending Events',
      description: 'Of a subscription: the events that wait, counted up to 10,000.',
    },
    deadLetters: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Dead Letters',
      description: 'Of a subscription: the events that it did not get.',
    },
    setAside: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Records Set Aside',
      description: 'Of a source: the records that could not be read within the retention.',
    },
    lastSeenAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Last Seen At',
      description: 'Of a subscription: its last delivery. Of a source: its last poll.',
    },
  },
  required: ['component', 'name', 'state'],
});

export type ConnectorHealth = Infer<typeof connectorHealthSchema>;

/** How a component is, and whom that concerns. */
export interface Observation {
  readonly health: ConnectorHealth;
  /** Absent where it concerns everybody. */
  readonly owner?: Owner;
}

export const everyone = 'everyone';
export const audienceOf = ({ tenantId, objectId }: Owner): string => `${tenantId}/${objectId}`;

const severities: Readonly<Record<ConnectorHealth['state'], NonNullable<Facets['severity']>>> = {
  ok: 'informational',
  setAside: 'low',
  waiting: 'medium',
  stalled: 'medium',
  silent: 'medium',
  suspended: 'high',
  ended: 'high',
};

/** The event that tells of a component's new state; `version` counts what was told of it. */
export const toHealthDraft = ({ health, owner }: Observation, version: number, now: Date): EventDraft => {
  const { component, name, state } = health;
  const time = now.toISOString();
  return {
    recordId: `${component}.${name}`,
    version: String(version),
    type: 'connectorHealth',
    createdAt: time,
    recordedAt: time,
    occurredAt: time,
    facets: {
      severity: component === 'source' && state === 'silent' ? 'high' : severities[state],
      status: state,
      named: { component: [component], audience: [owner ? audienceOf(owner) : everyone] },
    },
    noun: 'health',
    thing: health,
  };
};
