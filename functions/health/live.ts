import { operation } from '../runtime/operation.ts';

export const live = operation({
  operationId: 'HealthLive',
  method: 'GET',
  path: '/health/live',
  summary: 'Tell whether the process runs',
  description: 'Answers as soon as the process answers at all; it looks at nothing else.',
  visibility: 'internal',
  audience: 'unlisted',
  repeat: 'safe',
  access: 'public',
  graph: {},
  parameters: {},
  responses: {
    200: {
      description: 'It runs.',
      schema: {
        type: 'object',
        properties: { status: { type: 'string', enum: ['live'], description: 'Always live.' } },
        required: ['status'],
      },
    },
  },
  example: { reply: { status: 200, body: { status: 'live' } } },
  handler: async () => ({ status: 200, body: { status: 'live' as const } }),
});
