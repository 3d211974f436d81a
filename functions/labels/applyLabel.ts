import { fileReferenceProperties } from '../integrations/sharePoint/fileReference.ts';
import { operation } from '../runtime/operation.ts';
import { changeLabel, type LabelChangeDependencies } from './changeLabel.ts';
import { labelBilling } from './labelBilling.ts';
import { exampleLabelChange, labelChangeSchema } from './labelChange.ts';
import { labelIdProperty } from './labelIdProperty.ts';

export const applyLabel = operation({
  operationId: 'ApplyLabel',
  method: 'POST',
  path: '/files/sensitivityLabels',
  summary: 'Apply sensitivity label',
  description:
    'Puts a sensitivity label on an Office or PDF file in SharePoint or OneDrive, in the name of the person whose connection the flow uses. A less sensitive label than the present one needs a justification. Microsoft charges each change: an administrator must have set up billing, and Estimate label cost tells the price. A file that has the label already is left alone.',
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
      labelId: labelIdProperty,
      justification: {
        type: 'string',
        'x-ms-summary': 'Justification',
        description:
          'Why the label changes; required when the new label is less sensitive. It goes into the audit log.',
        minLength: 1,
        maxLength: 1_000,
        pattern: '\\S',
      },
      assignmentMethod: {
        type: 'string',
        enum: ['standard', 'privileged', 'auto'],
        'x-ms-summary': 'Assignment Method',
        'x-ms-visibility': 'advanced',
        description:
          'How Microsoft is to see the change: standard, as by a person; privileged, which also replaces a label that a person chose; auto, as by a policy.',
        default: 'standard',
      },
    },
    required: ['labelId'],
  },
  responses: { 200: { description: 'What became of the change.', schema: labelChangeSchema } },
  example: {
    body: {
      fileUrl: exampleLabelChange.file.webUrl,
      labelId: exampleLabelChange.labelId,
      justification: 'The report names customers.',
      assignmentMethod: 'standard',
    },
    reply: { status: 200, body: exampleLabelChange },
  },
  handler: async (dependencies: LabelChangeDependencies, { body, caller }) => {
    const { labelId, justification, assignmentMethod, ...reference } = body;
    const assignment = { labelId, assignmentMethod, ...(justification !== undefined && { justification }) };
    return { status: 200, body: await changeLabel(dependencies, caller, reference, assignment) };
  },
});
