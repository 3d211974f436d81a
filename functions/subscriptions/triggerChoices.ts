import type { StringSchema } from '../runtime/schema.ts';

/** The drop-down of triggers by operation id. */
export const triggerChoices = {
  'x-ms-dynamic-values': {
    operationId: 'ListTriggers',
    'value-collection': 'value',
    'value-path': 'trigger',
    'value-title': 'title',
  },
  'x-ms-dynamic-list': {
    operationId: 'ListTriggers',
    itemsPath: 'value',
    itemValuePath: 'trigger',
    itemTitlePath: 'title',
  },
} as const satisfies Partial<StringSchema>;
