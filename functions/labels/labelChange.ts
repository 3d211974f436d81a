import { exampleFileItem, fileItemSchema } from '../integrations/sharePoint/fileItem.ts';
import { type Infer, schema } from '../runtime/schema.ts';

export const labelChangeSchema = schema({
  type: 'object',
  title: 'LabelChange',
  description: 'What became of a change of a sensitivity label.',
  properties: {
    file: fileItemSchema,
    state: {
      type: 'string',
      enum: ['completed', 'running', 'unchanged'],
      'x-ms-summary': 'State',
      description:
        'Completed; or running, when SharePoint needs longer: then Get label operation tells the end; or unchanged, when the file was so already: then nothing was done and nothing is charged.',
    },
    operationId: {
      type: 'string',
      'x-ms-summary': 'Operation Id',
      description: 'Names the change for Get label operation; left out when nothing was done.',
    },
    labelId: {
      type: 'string',
      'x-ms-summary': 'Label Id',
      description: 'The label that the file gets; left out when its label is taken off.',
    },
    labelTitle: {
      type: 'string',
      'x-ms-summary': 'Label Title',
      description: 'The name of that label, with that of the label above it.',
    },
    previousLabelId: {
      type: 'string',
      'x-ms-summary': 'Previous Label Id',
      description: 'The label that the file had before; left out when it had none.',
    },
    previousLabelTitle: {
      type: 'string',
      'x-ms-summary': 'Previous Label Title',
      description: 'The name of that label, where the person may see it.',
    },
  },
  required: ['file', 'state'],
});

export type LabelChange = Infer<typeof labelChangeSchema>;

export const exampleOperationId = 'q7XbT2aw.Vv3m0sKp5cQd1hYF8uZlRgA2nWJt6oEiXbS9';

export const exampleLabelChange = {
  file: exampleFileItem,
  state: 'completed',
  operationId: exampleOperationId,
  labelId: 'b3947d9c-777a-4bbb-9f21-9833d97b001b',
  labelTitle: 'Highly Confidential',
  previousLabelId: '1ddfc65e-144b-4080-921b-55ada989d8e5',
  previousLabelTitle: 'Confidential / All employees',
} satisfies LabelChange;
