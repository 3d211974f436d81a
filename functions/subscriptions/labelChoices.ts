import type { StringSchema } from '../runtime/schema.ts';

/** The drop-down of sensitivity labels by id, since two labels below different parents may share a name. */
export const labelChoices = {
  'x-ms-dynamic-values': {
    operationId: 'ListSensitivityLabels',
    'value-collection': 'value',
    'value-path': 'labelId',
    'value-title': 'title',
  },
  'x-ms-dynamic-list': {
    operationId: 'ListSensitivityLabels',
    itemsPath: 'value',
    itemValuePath: 'labelId',
    itemTitlePath: 'title',
  },
} as const satisfies Partial<StringSchema>;
