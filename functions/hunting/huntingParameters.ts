import type { InferProperties, Schema } from '../runtime/schema.ts';

/** What a query can be asked about: one typed input each, so that a flow never writes KQL. */
export const huntingParameters = {
  user: {
    type: 'string',
    'x-ms-summary': 'User',
    description: 'The user principal name, for a query that needs one.',
    minLength: 3,
    maxLength: 320,
    pattern: '^[^\\s@"\']+@[^\\s@"\']+$',
  },
  fileName: {
    type: 'string',
    'x-ms-summary': 'File Name',
    description: 'The name with its extension, for a query that needs one.',
    minLength: 1,
    maxLength: 255,
  },
  domain: {
    type: 'string',
    'x-ms-summary': 'Domain',
    description: 'The mail domain, such as fabrikam.com, for a query that needs one.',
    minLength: 1,
    maxLength: 253,
    pattern: '^[A-Za-z0-9.-]+$',
  },
  alertId: {
    type: 'string',
    'x-ms-summary': 'Alert Id',
    description: 'The id of the alert, for a query that needs one.',
    minLength: 1,
    maxLength: 200,
  },
} as const satisfies Readonly<Record<string, Schema>>;

export type HuntingParameter = keyof typeof huntingParameters;
export type HuntingInput = InferProperties<typeof huntingParameters, never>;
