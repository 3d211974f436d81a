import type { Source } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import { operation } from '../runtime/operation.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import { sourceState } from './sourceState.ts';

interface Dependencies {
  readonly log: Pick<EventLog, 'head'>;
  readonly sourcesRead: readonly Source[];
  readonly pollScheduleOf: (source: Source) => string;
}

const readiness = schema({
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['ready', 'notReady'], description: 'Whether calls can be served.' },
    components: {
      type: 'array',
      description: 'What the app stands on.',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string', description: 'The component.' },
          state: {
            type: 'string',
            enum: ['ok', 'away', 'waiting', 'silent'],
            description:
              'Away: it does not answer. Waiting: never polled yet. Silent: not polled for ten minutes, nor for two polls of its schedule.',
          },
        },
        required: ['name', 'state'],
      },
    },
  },
  required: ['status', 'components'],
});

type Readiness = Infer<typeof readiness>;

export const ready = operation({
  operationId: 'HealthReady',
  method: 'GET',
  path: '/health/ready',
  summary: 'Tell whether calls can be served',
  description:
    'Looks at storage, and at when each source was last polled. A silent source does not make the app unready.',
  visibility: 'internal',
  audience: 'unlisted',
  repeat: 'safe',
  access: 'public',
  graph: {},
  parameters: {},
  responses: {
    200: { description: 'Ready.', schema: readiness },
    503: {
      description: 'Storage does not answer.',
      schema: readiness,
      headers: { 'Retry-After': { type: 'string', description: 'Seconds after which to ask again.' } },
    },
  },
  example: {
    reply: {
      status: 200,
      body: {
        status: 'ready',
        components: [
          { name: 'storage', state: 'ok' },
          { name: 'alerts', state: 'ok' },
        ],
      },
    },
  },
  handler: async ({ log, sourcesRead, pollScheduleOf }: Dependencies) => {
    try {
      const heads = await Promise.all(
        sourcesRead.map(async (name) => ({
          name,
          state: sourceState((await log.head(name)).lastPolledAt, pollScheduleOf(name), new Date()),
        })),
      );
      const components: Readiness['components'] = [{ name: 'storage', state: 'ok' }, ...heads];
      return { status: 200, body: { status: 'ready' as const, components } };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const components: Readiness['components'] = [{ name: 'storage', state: 'away' }];
      return { status: 503, body: { status: 'notReady' as const, components }, headers: { 'Retry-After': '10' } };
    }
  },
});
