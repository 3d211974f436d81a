import { schema } from '../runtime/schema.ts';

/** The path parameter that names an alert. */
export const alertIdParameter = {
  ...schema({
    type: 'string',
    'x-ms-summary': 'Alert Id',
    description: 'The id of the alert, from a trigger or from List alerts.',
    minLength: 1,
    maxLength: 200,
  }),
  in: 'path',
} as const;
