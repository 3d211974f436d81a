import type { Parameters } from '../../runtime/operation.ts';
import { pageParameters } from '../../runtime/pagedList.ts';
import { policyChoices } from '../../subscriptions/policyChoices.ts';
import { classifications, determinations, severities, statuses } from '../alertEnums.ts';

const name = <const T extends string>(summary: T, description: string) =>
  ({ in: 'query', type: 'string', 'x-ms-summary': summary, description, minLength: 1, maxLength: 400 }) as const;

const time = <const T extends string>(summary: T, description: string) =>
  ({ in: 'query', type: 'string', format: 'date-time', 'x-ms-summary': summary, description }) as const;

/** The filters of every list of alerts that Microsoft Graph evaluates. */
export const filtersOfGraph = {
  minimumSeverity: {
    in: 'query',
    type: 'string',
    enum: severities,
    'x-ms-summary': 'Minimum Severity',
    description: 'Only alerts at least as grave as this.',
  },
  status: {
    in: 'query',
    type: 'string',
    enum: statuses,
    'x-ms-summary': 'Status',
    description: 'Only alerts whose handling has come this far.',
  },
  classification: {
    in: 'query',
    type: 'string',
    enum: classifications,
    'x-ms-summary': 'Classification',
    'x-ms-visibility': 'advanced',
    description: 'Only alerts that were classified so.',
  },
  determination: {
    in: 'query',
    type: 'string',
    enum: determinations,
    'x-ms-summary': 'Determination',
    'x-ms-visibility': 'advanced',
    description: 'Only alerts that turned out to be this.',
  },
  assignedTo: {
    in: 'query',
    type: 'string',
    'x-ms-summary': 'Assigned To',
    description: 'Only alerts that this user principal name handles.',
    minLength: 1,
    maxLength: 320,
  },
  createdAfter: time('Created After', 'Only alerts created at this time or later.'),
  createdBefore: time('Created Before', 'Only alerts created before this time.'),
  updatedAfter: time('Updated After', 'Only alerts changed at this time or later.'),
  updatedBefore: time('Updated Before', 'Only alerts last changed before this time.'),
} as const satisfies Parameters;

/** The filters that are looked for in what Graph answers. */
export const ownFilters = {
  policy: { ...name('Policy', 'Only alerts of the policy with this name or id.'), ...policyChoices },
  user: name('User', 'Only alerts about the user with this principal name, object id or pseudonym.'),
  incidentId: name('Incident Id', 'Only alerts that belong to this incident.'),
} as const satisfies Parameters;

/** Those of them that say something of DLP alerts only. */
export const dlpFilters = {
  rule: name('Rule', 'Only alerts of the rule with this name or id, where the alert names its rule.'),
  workload: name('Workload', 'Only alerts from SharePoint, OneDrive, Exchange, Teams, Endpoint or another workload.'),
  label: name('Label', 'Only alerts about items with this sensitivity label, where the alert names its label.'),
} as const satisfies Parameters;

/** And that of cloud app alerts. */
export const cloudAppFilters = {
  cloudApp: name('Cloud App', 'Only alerts about the cloud app with this name or id.'),
} as const satisfies Parameters;

/** At most 100 alerts a page. */
export const alertPageParameters = pageParameters(100);
