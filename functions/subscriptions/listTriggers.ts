import { operation } from '../runtime/operation.ts';
import type { Followed } from './webhookTrigger.ts';

interface Dependencies {
  /** What each webhook trigger follows, by its operation id. */
  readonly triggers: Readonly<Record<string, Pick<Followed, 'title'>>>;
}

export const listTriggers = operation({
  operationId: 'ListTriggers',
  method: 'GET',
  path: '/triggers',
  summary: 'List triggers',
  description: 'Fills the list of triggers in the designer, by the names that they have there.',
  visibility: 'internal',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  parameters: {},
  responses: {
    200: {
      description: 'The triggers that events are delivered to.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            'x-ms-summary': 'Triggers',
            description: 'The triggers, without those that poll.',
            items: {
              type: 'object',
              properties: {
                trigger: { type: 'string', 'x-ms-summary': 'Trigger', description: 'The operation id of the trigger.' },
                title: { type: 'string', 'x-ms-summary': 'Title', description: 'What the designer calls it.' },
              },
              required: ['trigger', 'title'],
            },
          },
        },
        required: ['value'],
      },
    },
  },
  example: {
    reply: { status: 200, body: { value: [{ trigger: 'OnDlpAlert', title: 'When a DLP alert is raised' }] } },
  },
  handler: async ({ triggers }: Dependencies) => ({
    status: 200,
    body: { value: Object.entries(triggers).map(([trigger, { title }]) => ({ trigger, title })) },
  }),
});
