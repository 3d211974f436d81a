const id = (summary: string, description: string) =>
  ({ in: 'path', type: 'string', 'x-ms-summary': summary, description, minLength: 1, maxLength: 200 }) as const;

/** The case is picked from a list. */
export const caseIdParameter = {
  ...id('Case', 'The eDiscovery case.'),
  'x-ms-dynamic-values': {
    operationId: 'ListCases',
    parameters: { status: 'active' },
    'value-collection': 'value',
    'value-path': 'caseId',
    'value-title': 'displayName',
  },
  'x-ms-dynamic-list': {
    operationId: 'ListCases',
    parameters: { status: { value: 'active' } },
    itemsPath: 'value',
    itemValuePath: 'caseId',
    itemTitlePath: 'displayName',
  },
} as const;

/** Any case, closed ones among them. */
export const anyCaseIdParameter = {
  ...id('Case', 'The eDiscovery case, closed or not.'),
  'x-ms-dynamic-values': {
    operationId: 'ListCases',
    'value-collection': 'value',
    'value-path': 'caseId',
    'value-title': 'displayName',
  },
  'x-ms-dynamic-list': {
    operationId: 'ListCases',
    itemsPath: 'value',
    itemValuePath: 'caseId',
    itemTitlePath: 'displayName',
  },
} as const;

export const searchIdParameter = id('Search Id', 'The id of the search, from Create eDiscovery search.');
export const operationIdParameter = id('Operation Id', 'The id that the action answered which started the operation.');
