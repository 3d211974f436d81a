import type { StringSchema } from '../runtime/schema.ts';

/** The drop-down of DLP policies by name, since events are sure to carry the name and not always the policy's own id. */
export const policyChoices = {
  'x-ms-dynamic-values': {
    operationId: 'ListDlpPolicies',
    'value-collection': 'value',
    'value-path': 'name',
    'value-title': 'name',
  },
  'x-ms-dynamic-list': {
    operationId: 'ListDlpPolicies',
    itemsPath: 'value',
    itemValuePath: 'name',
    itemTitlePath: 'name',
  },
} as const satisfies Partial<StringSchema>;
