import type { StringSchema } from '../runtime/schema.ts';

/** A sensitivity label, picked from a list that the designer fetches. */
export const labelIdProperty = {
  type: 'string',
  'x-ms-summary': 'Label',
  description: 'The sensitivity label to put on the file. Pick it from the list, or enter the id of a label.',
  minLength: 1,
  maxLength: 100,
  pattern: '^[A-Za-z0-9-]+$',
  'x-ms-dynamic-values': {
    operationId: 'ListSensitivityLabels',
    parameters: { appliesTo: 'file' },
    'value-collection': 'value',
    'value-path': 'labelId',
    'value-title': 'title',
  },
  'x-ms-dynamic-list': {
    operationId: 'ListSensitivityLabels',
    parameters: { appliesTo: { value: 'file' } },
    itemsPath: 'value',
    itemValuePath: 'labelId',
    itemTitlePath: 'title',
  },
} as const satisfies StringSchema;
