import { operation } from '../runtime/operation.ts';
import type { LabelsFor } from './labelsOfGraph.ts';
import { retentionLabelSchema } from './retentionLabel.ts';

export const listRetentionLabels = operation({
  operationId: 'ListRetentionLabels',
  method: 'GET',
  path: '/labels/retention',
  summary: 'List retention labels',
  description:
    'Lists the retention labels of the tenant, by name. The person needs a role of records management in Microsoft Purview. It also fills the list of retention labels in the designer.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['RecordsManagement.Read.All'] },
  parameters: {},
  responses: {
    200: {
      description: 'The retention labels, by name.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            items: retentionLabelSchema,
            'x-ms-summary': 'Retention Labels',
            description: 'The labels, by name.',
          },
        },
        required: ['value'],
      },
    },
  },
  example: {
    reply: {
      status: 200,
      body: {
        value: [
          {
            retentionLabelId: '13adf51a-64a6-4803-8c9c-823c7ec5bc46',
            name: 'Keep 7 years',
            description: 'Business records that the law wants kept for seven years.',
            behavior: 'retain',
            days: 2_555,
            startsFrom: 'dateLabeled',
            actionAfter: 'startDispositionReview',
            isInUse: true,
          },
        ],
      },
    },
  },
  handler: async ({ labelsFor }: { readonly labelsFor: LabelsFor }, { caller }) => ({
    status: 200,
    body: { value: await labelsFor(caller).retentionLabels() },
  }),
});
