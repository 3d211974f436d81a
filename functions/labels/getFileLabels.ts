import { exampleFileItem, fileItemSchema } from '../integrations/sharePoint/fileItem.ts';
import { fileReferenceParameters } from '../integrations/sharePoint/fileReference.ts';
import { operation } from '../runtime/operation.ts';
import { fileOnly } from './fileOnly.ts';
import type { LabelsFor } from './labelsOfGraph.ts';

export const getFileLabels = operation({
  operationId: 'GetFileLabels',
  method: 'GET',
  path: '/files/sensitivityLabels',
  summary: 'Get file sensitivity labels',
  description:
    'Reads which sensitivity labels are on an Office or PDF file in SharePoint or OneDrive. SharePoint opens the file for it, which it cannot do with some encryptions: the message then says which. Reading is free of charge.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['Files.Read.All', 'Files.ReadWrite', 'SensitivityLabel.Read'] },
  parameters: fileReferenceParameters,
  responses: {
    200: {
      description: 'The labels of the file.',
      schema: {
        type: 'object',
        properties: {
          file: fileItemSchema,
          isLabelled: {
            type: 'boolean',
            'x-ms-summary': 'Is Labelled',
            description: 'Whether the file has a sensitivity label.',
          },
          labels: {
            type: 'array',
            'x-ms-summary': 'Labels',
            description: 'The labels: none, one, or one for each organisation that labelled the file.',
            items: {
              type: 'object',
              properties: {
                labelId: { type: 'string', 'x-ms-summary': 'Label Id', description: 'The id of the label.' },
                title: {
                  type: 'string',
                  'x-ms-summary': 'Label Title',
                  description:
                    'The name of the label, with that of the label above it; left out when the person may not see the label, or it is of another organisation.',
                },
                priority: {
                  type: 'integer',
                  format: 'int32',
                  'x-ms-summary': 'Label Priority',
                  description: 'How sensitive it is: a higher number is more sensitive.',
                },
                assignmentMethod: {
                  type: 'string',
                  'x-ms-summary': 'Assignment Method',
                  description: 'How it was put on: standard, privileged or auto.',
                },
                tenantId: {
                  type: 'string',
                  'x-ms-summary': 'Tenant Id',
                  'x-ms-visibility': 'advanced',
                  description: 'The organisation that the label is of.',
                },
              },
              required: ['labelId'],
            },
          },
        },
        required: ['file', 'isLabelled', 'labels'],
      },
    },
  },
  example: {
    parameters: { fileUrl: exampleFileItem.webUrl },
    reply: {
      status: 200,
      body: {
        file: exampleFileItem,
        isLabelled: true,
        labels: [
          {
            labelId: '1ddfc65e-144b-4080-921b-55ada989d8e5',
            title: 'Confidential / All employees',
            priority: 4,
            assignmentMethod: 'standard',
            tenantId: '3ceaaf30-8142-48ea-91d9-3080f9b439fc',
          },
        ],
      },
    },
  },
  handler: async ({ labelsFor }: { readonly labelsFor: LabelsFor }, { parameters, caller }) => {
    const graph = labelsFor(caller);
    const file = fileOnly(await graph.find(parameters));
    const assigned = await graph.labelsOf(file);
    const known = assigned.length > 0 ? await graph.sensitivityLabels() : [];
    const labels = assigned.map((label) => {
      const found = known.find(({ labelId }) => labelId === label.labelId);
      const { title, priority } = found ?? {};
      return { ...label, ...(title !== undefined && { title }), ...(priority !== undefined && { priority }) };
    });
    return { status: 200, body: { file, isLabelled: labels.length > 0, labels } };
  },
});
