import { type Infer, schema } from '../runtime/schema.ts';

export const sensitivityLabelSchema = schema({
  type: 'object',
  title: 'SensitivityLabel',
  description: 'A sensitivity label of the tenant.',
  properties: {
    labelId: { type: 'string', 'x-ms-summary': 'Label Id', description: 'The id of the label, for the other actions.' },
    name: { type: 'string', 'x-ms-summary': 'Label Name', description: 'The name of the label itself.' },
    title: {
      type: 'string',
      'x-ms-summary': 'Label Title',
      description: 'The name with that of the label above it, such as Confidential / All employees.',
    },
    toolTip: {
      type: 'string',
      'x-ms-summary': 'Label Tip',
      description: 'What the label is for, in the words that people are shown.',
    },
    priority: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Label Priority',
      description: 'How sensitive it is: a higher number is more sensitive.',
    },
    parentLabelId: {
      type: 'string',
      'x-ms-summary': 'Parent Label Id',
      'x-ms-visibility': 'advanced',
      description: 'The label that this one stands under, for a sublabel.',
    },
    hasProtection: {
      type: 'boolean',
      'x-ms-summary': 'Encrypts',
      description: 'Whether the label encrypts what it is put on.',
    },
    isEnabled: {
      type: 'boolean',
      'x-ms-summary': 'Is Enabled',
      'x-ms-visibility': 'advanced',
      description: 'Whether the label is in use.',
    },
    isDefault: {
      type: 'boolean',
      'x-ms-summary': 'Is Default',
      'x-ms-visibility': 'advanced',
      description: 'Whether new items get the label by themselves.',
    },
    color: {
      type: 'string',
      'x-ms-summary': 'Label Colour',
      'x-ms-visibility': 'advanced',
      description: 'The colour that clients show the label in.',
    },
    appliesTo: {
      type: 'array',
      items: { type: 'string' },
      'x-ms-summary': 'Applies To',
      'x-ms-visibility': 'advanced',
      description: 'What the label can be put on, such as file, email or site.',
    },
  },
  required: ['labelId', 'name', 'title'],
});

export type SensitivityLabel = Infer<typeof sensitivityLabelSchema>;

export const exampleLabels = [
  {
    labelId: '3581437a-4892-49e0-a9a5-642c7d0753e5',
    name: 'Confidential',
    title: 'Confidential',
    toolTip: 'Sensitive business data that could damage the business if shared with unauthorised people.',
    priority: 2,
    hasProtection: false,
    isEnabled: true,
    isDefault: false,
    color: '#ff8c00',
    appliesTo: ['email', 'file', 'site', 'unifiedGroup'],
  },
  {
    labelId: '1ddfc65e-144b-4080-921b-55ada989d8e5',
    name: 'All employees',
    title: 'Confidential / All employees',
    toolTip: 'Confidential data that all employees may read and edit, and nobody else.',
    priority: 4,
    parentLabelId: '3581437a-4892-49e0-a9a5-642c7d0753e5',
    hasProtection: true,
    isEnabled: true,
    isDefault: false,
    color: '#ff8c00',
    appliesTo: ['email', 'file', 'site', 'unifiedGroup'],
  },
] satisfies SensitivityLabel[];
