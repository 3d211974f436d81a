const id = (summary: string, description: string) =>
  ({ in: 'path', type: 'string', 'x-ms-summary': summary, description, minLength: 1, maxLength: 200 }) as const;

// The list ends where the calls for it do.
const manyCases =
  'Pick it from the list; where there are too many to read at once, enter the id of one that is not shown.';

/** The case is picked from a list. */
export const caseIdParameter = {
  ...id('Case', `The eDiscovery case. ${manyCases}`),
  'x-ms-dynamic-values': {
    operationId: 'ListCaseChoices',
    parameters: { status: 'active' },
    'value-collection': 'value',
    'value-path': 'caseId',
    'value-title': 'title',
  },
  'x-ms-dynamic-list': {
    operationId: 'ListCaseChoices',
    parameters: { status: { value: 'active' } },
    itemsPath: 'value',
    itemValuePath: 'caseId',
    itemTitlePath: 'title',
  },
} as const;

/** Any case, closed ones among them. */
export const anyCaseIdParameter = {
  ...id('Case', `The eDiscovery case, closed or not. ${manyCases}`),
  'x-ms-dynamic-values': {
    operationId: 'ListCaseChoices',
    'value-collection': 'value',
    'value-path': 'caseId',
    'value-title': 'title',
  },
  'x-ms-dynamic-list': {
    operationId: 'ListCaseChoices',
    itemsPath: 'value',
    itemValuePath: 'caseId',
    itemTitlePath: 'title',
  },
} as const;

export const searchIdParameter = id('Search Id', 'The id of the search, from Create eDiscovery search.');
export const operationIdParameter = id('Operation Id', 'The id that the action answered which started the operation.');
