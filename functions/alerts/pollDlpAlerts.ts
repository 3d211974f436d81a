import { eventProperties, type PurviewEvent, requiredEventProperties } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import { operation } from '../runtime/operation.ts';
import { pollAddress } from '../runtime/pollAddress.ts';
import { schema } from '../runtime/schema.ts';
import { filterProperties, statusesAmong } from '../subscriptions/filter.ts';
import { type PolledEvent, pollEvents } from '../subscriptions/pollEvents.ts';
import { type Alert, alertSchema } from './alert.ts';
import { statuses } from './alertEnums.ts';
import { exampleAlert } from './exampleAlert.ts';

interface Dependencies {
  readonly log: Pick<EventLog, 'head' | 'after'>;
  /** Where this back end is reached, without a path. */
  readonly publicBaseUrl: string;
}

const path = '/polling/dlpAlerts';
// Alerts are polled from Microsoft Graph once a minute.
const secondsUntilNew = 60;
const secondsWhenMoreWaits = 1;

const { minimumSeverity, policies, rules, users, workloads, labels, includeUpdates } = filterProperties;

const polledAlert = schema({
  title: 'PolledDlpAlert',
  type: 'object',
  properties: {
    cursor: {
      type: 'string',
      'x-ms-summary': 'Cursor',
      'x-ms-visibility': 'advanced',
      description: 'The place of the event, from which the next poll goes on; later events have later ones.',
    },
    ...eventProperties,
    alert: alertSchema,
  },
  required: ['cursor', ...requiredEventProperties, 'alert'],
});

// Commas separate what stands in a query.
const named = <T extends { readonly description: string }>(names: T) =>
  ({
    ...names,
    in: 'query',
    description: `${names.description} A name that holds a comma has to be given by its id.`,
  }) as const;

const headers = {
  Location: { type: 'string', description: 'The address to poll next: the same filters, and the place reached.' },
  'Retry-After': { type: 'string', description: 'In how many seconds to poll next.' },
} as const;

const toItem = ({ entry, cursor }: PolledEvent) => {
  // Written by this app, in the shape of the event types asked for.
  const event: PurviewEvent & { readonly alert: Alert } = JSON.parse(entry.json);
  return { cursor, ...event };
};

export const pollDlpAlerts = operation({
  operationId: 'PollDlpAlerts',
  method: 'GET',
  path,
  summary: 'When DLP alerts are raised (polling)',
  description:
    'This operation triggers when Microsoft Purview has raised data loss prevention alerts since the last poll. It is for environments that allow no webhooks; When a DLP alert is raised is faster. A run gets up to 100 alerts, the newest first, and none is left out between two polls. The first poll begins from now.',
  visibility: 'advanced',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  trigger: {
    mode: 'polling',
    hint: 'To see it work now, share a file that a DLP policy watches and wait for a poll.',
    sources: ['alerts'],
  },
  parameters: {
    minimumSeverity: { ...minimumSeverity, in: 'query' },
    statuses: { ...statusesAmong(statuses), in: 'query' },
    policies: named(policies),
    rules: named(rules),
    users: { ...users, in: 'query' },
    workloads: { ...workloads, in: 'query' },
    labels: named(labels),
    includeUpdates: { ...includeUpdates, in: 'query' },
    cursor: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'Cursor',
      'x-ms-visibility': 'internal',
      description: 'The place that the last poll reached; the platform fills it in.',
      minLength: 1,
      maxLength: 100,
    },
  },
  responses: {
    200: {
      description: 'What was raised since the last poll.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            items: polledAlert,
            'x-ms-summary': 'DLP Alerts',
            description: 'The alerts, the newest first.',
          },
        },
        required: ['value'],
      },
      headers,
    },
    202: { description: 'Nothing new.', headers },
  },
  example: {
    parameters: { minimumSeverity: 'high', cursor: '0000000000000041-1788250800000' },
    reply: {
      status: 200,
      headers: {
        Location:
          'https://purview-response.azurewebsites.net/api/polling/dlpAlerts?minimumSeverity=high&includeUpdates=false&cursor=0000000000000042-1788250800000',
        'Retry-After': '60',
      },
      body: {
        value: [
          {
            cursor: '0000000000000042-1788250800000',
            eventId: 'alerts-42-7Q5tWb1Fh8cT2LrK7vNAxy',
            eventKey: `alerts-${exampleAlert.alertId}`,
            type: 'dlpAlert',
            change: 'raised',
            schemaVersion: '1',
            source: 'alerts',
            sequence: 42,
            occurredAt: '2026-09-01T08:00:00.000Z',
            detectedAt: '2026-09-01T08:01:00.000Z',
            isTest: false,
            correlationId: '0b8f1a2b-9d55-4a8e-8f0e-7c0e0f5a7c0e',
            actor: 'adele@contoso.com',
            alert: exampleAlert,
          },
        ],
      },
    },
  },
  handler: async ({ log, publicBaseUrl }: Dependencies, { parameters: { cursor, ...filter } }) => {
    const wish = { source: 'alerts', types: ['dlpAlert'], filter, ...(cursor !== undefined && { cursor }) } as const;
    const polled = await pollEvents(log, wish, new Date());
    const seconds = polled.more === 'waits' ? secondsWhenMoreWaits : secondsUntilNew;
    const Location = pollAddress(publicBaseUrl, path, { ...filter, cursor: polled.cursor });
    const place = { Location, 'Retry-After': String(seconds) };
    if (polled.events.length === 0) return { status: 202, headers: place };
    return { status: 200, headers: place, body: { value: polled.events.map(toItem).reverse() } };
  },
});
