/** The path parameter that names a search. */
export const searchIdParameter = {
  in: 'path',
  type: 'string',
  'x-ms-summary': 'Search Id',
  description: 'The id of the search, from Start audit search.',
  minLength: 1,
  maxLength: 200,
} as const;
