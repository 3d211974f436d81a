import type { StringSchema } from '../runtime/schema.ts';

/** A policy, picked from the list that the designer fetches. */
export const policyIdProperty = {
  type: 'string',
  'x-ms-summary': 'Policy',
  description: 'The DLP policy. Pick it from the list, or enter its id.',
  minLength: 1,
  maxLength: 200,
  pattern: '^[\\x21-\\x7e]+$',
  'x-ms-dynamic-values': {
    operationId: 'ListDlpPolicies',
    'value-collection': 'value',
    'value-path': 'policyId',
    'value-title': 'name',
  },
  'x-ms-dynamic-list': {
    operationId: 'ListDlpPolicies',
    itemsPath: 'value',
    itemValuePath: 'policyId',
    itemTitlePath: 'name',
  },
} as const satisfies StringSchema;
