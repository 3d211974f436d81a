import { schema } from '../../runtime/schema.ts';

/** The path parameter that names an incident. */
export const incidentIdParameter = {
  ...schema({
    type: 'string',
    'x-ms-summary': 'Incident Id',
    description: 'The id of the incident, from a trigger, an alert or List incidents.',
    minLength: 1,
    maxLength: 200,
  }),
  in: 'path',
} as const;
