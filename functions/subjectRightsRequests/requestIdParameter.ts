/** The path parameter that names a request. */
export const requestIdParameter = {
  in: 'path',
  type: 'string',
  'x-ms-summary': 'Request Id',
  description: 'The id of the subject rights request, from the trigger or from List subject rights requests.',
  minLength: 1,
  maxLength: 200,
} as const;
