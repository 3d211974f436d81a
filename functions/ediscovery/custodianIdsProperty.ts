/** The body field that names custodians of a case. */
export const custodianIdsProperty = {
  type: 'array',
  items: { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' },
  minItems: 1,
  maxItems: 100,
  'x-ms-summary': 'Custodian Ids',
  description: 'The custodians, by the ids that Add eDiscovery custodian answered.',
} as const;
