import { operation } from '../runtime/operation.ts';
import type { LabelsFor } from './labelsOfGraph.ts';
import { exampleLabels, sensitivityLabelSchema } from './sensitivityLabel.ts';

export const listSensitivityLabels = operation({
  operationId: 'ListSensitivityLabels',
  method: 'GET',
  path: '/labels/sensitivity',
  summary: 'List sensitivity labels',
  description:
    'Lists the sensitivity labels that the person may use, sublabels included, the more sensitive later. It also fills the lists of labels in the designer.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['SensitivityLabel.Read'] },
  parameters: {
    appliesTo: {
      in: 'query',
      type: 'string',
      enum: ['file', 'email', 'site', 'unifiedGroup', 'teamwork'],
      'x-ms-summary': 'Applies To',
      description:
        'Only labels that can be put on this; unifiedGroup stands for groups and teams, teamwork for meetings.',
    },
  },
  responses: {
    200: {
      description: 'The labels, the more sensitive later.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            items: sensitivityLabelSchema,
            'x-ms-summary': 'Sensitivity Labels',
            description: 'The labels, the more sensitive later.',
          },
        },
        required: ['value'],
      },
    },
  },
  example: { parameters: { appliesTo: 'file' }, reply: { status: 200, body: { value: exampleLabels } } },
  handler: async ({ labelsFor }: { readonly labelsFor: LabelsFor }, { parameters: { appliesTo }, caller }) => {
    const labels = await labelsFor(caller).sensitivityLabels();
    // A label that says nothing of it can be put on anything, as labels could before they had scopes.
    const fits = (targets: readonly string[] | undefined) =>
      appliesTo === undefined || targets === undefined || targets.includes(appliesTo);
    return { status: 200, body: { value: labels.filter((label) => fits(label.appliesTo)) } };
  },
});
