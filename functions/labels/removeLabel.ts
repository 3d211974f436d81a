import { fileReferenceProperties } from '../integrations/sharePoint/fileReference.ts';
import { operation } from '../runtime/operation.ts';
import { changeLabel, type LabelChangeDependencies } from './changeLabel.ts';
import { labelBilling } from './labelBilling.ts';
import { exampleLabelChange, labelChangeSchema } from './labelChange.ts';

const { labelId: _labelId, labelTitle: _labelTitle, ...exampleRemoval } = exampleLabelChange;

export const removeLabel = operation({
  operationId: 'RemoveLabel',
  method: 'POST',
  path: '/files/sensitivityLabels/remove',
  summary: 'Remove sensitivity label',
  description:
    'Takes the sensitivity label off an Office or PDF file in SharePoint or OneDrive, in the name of the person whose connection the flow uses. It needs a justification. Microsoft charges it like the applying of a label. A file without a label is left alone.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Remediator', callers: 'people' },
  graph: { delegated: ['Files.ReadWrite.All', 'SensitivityLabel.Read'] },
  requires: [labelBilling],
  parameters: {},
  body: {
    type: 'object',
    properties: {
      ...fileReferenceProperties,
      justification: {
        type: 'string',
        'x-ms-summary': 'Justification',
        description: 'Why the label is taken off. It goes into the audit log.',
        minLength: 1,
        maxLength: 1_000,
        pattern: '\\S',
      },
    },
    required: ['justification'],
  },
  responses: { 200: { description: 'What became of the change.', schema: labelChangeSchema } },
  example: {
    body: { fileUrl: exampleLabelChange.file.webUrl, justification: 'The report was published.' },
    reply: { status: 200, body: exampleRemoval },
  },
  handler: async (dependencies: LabelChangeDependencies, { body, caller }) => {
    const { justification, ...reference } = body;
    const assignment = { labelId: undefined, assignmentMethod: 'standard', justification };
    return { status: 200, body: await changeLabel(dependencies, caller, reference, assignment) };
  },
});
