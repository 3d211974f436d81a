import { exampleFileItem, fileItemSchema } from '../integrations/sharePoint/fileItem.ts';
import { fileReferenceProperties } from '../integrations/sharePoint/fileReference.ts';
import { operation } from '../runtime/operation.ts';
import { fileRetentionSchema } from './fileRetention.ts';
import type { LabelsFor } from './labelsOfGraph.ts';

export const setFileRetentionLabel = operation({
  operationId: 'SetFileRetentionLabel',
  method: 'POST',
  path: '/files/retentionLabel',
  summary: 'Set file retention label',
  description:
    'Puts a retention label on a file or folder in SharePoint or OneDrive, in place of one that it may have, in the name of the person whose connection the flow uses. The label must be published to the site. A file that is a record keeps its label: only an administrator of the site can change that. Nobody can ever change or take off the label of a regulatory record.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Remediator', callers: 'people' },
  graph: { delegated: ['Files.ReadWrite.All'] },
  parameters: {},
  body: {
    type: 'object',
    properties: {
      ...fileReferenceProperties,
      labelName: {
        type: 'string',
        'x-ms-summary': 'Retention Label',
        description: 'The retention label to put on. Pick it from the list, or enter the name of a label.',
        minLength: 1,
        maxLength: 200,
        'x-ms-dynamic-values': {
          operationId: 'ListRetentionLabels',
          'value-collection': 'value',
          'value-path': 'name',
          'value-title': 'name',
        },
        'x-ms-dynamic-list': {
          operationId: 'ListRetentionLabels',
          itemsPath: 'value',
          itemValuePath: 'name',
          itemTitlePath: 'name',
        },
      },
    },
    required: ['labelName'],
  },
  responses: {
    200: {
      description: 'The file and the label that is on it now.',
      schema: {
        type: 'object',
        properties: { file: fileItemSchema, retentionLabel: fileRetentionSchema },
        required: ['file', 'retentionLabel'],
      },
    },
  },
  example: {
    body: { fileUrl: exampleFileItem.webUrl, labelName: 'Keep 7 years' },
    reply: {
      status: 200,
      body: {
        file: exampleFileItem,
        retentionLabel: {
          name: 'Keep 7 years',
          appliedAt: '2026-09-01T08:00:00.000Z',
          appliedBy: 'Megan Bowen',
          behavior: 'retain',
          isDeleteAllowed: false,
          isRecordLocked: false,
        },
      },
    },
  },
  handler: async ({ labelsFor }: { readonly labelsFor: LabelsFor }, { body, caller }) => {
    const { labelName, ...reference } = body;
    const graph = labelsFor(caller);
    const file = await graph.find(reference);
    return { status: 200, body: { file, retentionLabel: await graph.setRetentionLabel(file, labelName) } };
  },
});
