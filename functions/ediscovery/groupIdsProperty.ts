import type { ArraySchema } from '../runtime/schema.ts';

/** Microsoft 365 groups, each picked from a list that the designer fetches; with the person they fit into one minute. */
export const groupIdsProperty = {
  type: 'array',
  maxItems: 3,
  'x-ms-summary': 'Groups',
  description:
    'Microsoft 365 groups, such as the person’s teams, whose mailboxes and sites belong to the case as well. Pick each from the list, or enter its object id.',
  items: {
    type: 'string',
    minLength: 1,
    maxLength: 100,
    pattern: '^[A-Za-z0-9-]+$',
    'x-ms-dynamic-values': {
      operationId: 'ListGroups',
      'value-collection': 'value',
      'value-path': 'groupId',
      'value-title': 'title',
    },
    'x-ms-dynamic-list': {
      operationId: 'ListGroups',
      itemsPath: 'value',
      itemValuePath: 'groupId',
      itemTitlePath: 'title',
    },
  },
} as const satisfies ArraySchema;
