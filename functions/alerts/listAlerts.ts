import { operation } from '../runtime/operation.ts';
import { pagedList } from '../runtime/pagedList.ts';
import { ourProducts } from './alertPages.ts';
import type { AlertsFor } from './alertsOfGraph.ts';
import { exampleAlert } from './exampleAlert.ts';
import {
  alertPageParameters,
  cloudAppFilters,
  dlpFilters,
  filtersOfGraph,
  ownFilters,
} from './lists/alertListParameters.ts';
import { alertsAnswer } from './lists/alertsAnswer.ts';

interface Dependencies {
  readonly alertsFor: AlertsFor;
  /** Where this back end is reached, without a path. */
  readonly publicBaseUrl: string;
}

const path = '/alerts';

export const listAlerts = operation({
  operationId: 'ListAlerts',
  method: 'GET',
  path,
  summary: 'List alerts',
  description:
    'Lists data loss prevention, insider risk and cloud app alerts, in the order of the service, at most 100 at once. Microsoft Graph filters by product, severity, status, classification, determination, owner and times. Policy, rule, user, workload, label, cloud app and incident are looked for in what it answers, so a page may hold fewer alerts, or none, though more follow.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.Read.All'], application: ['SecurityAlert.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  parameters: {
    product: {
      in: 'query',
      type: 'string',
      enum: ourProducts,
      'x-ms-summary': 'Product',
      description: 'Only alerts of this product.',
    },
    ...filtersOfGraph,
    ...ownFilters,
    ...dlpFilters,
    ...cloudAppFilters,
    ...alertPageParameters,
  },
  responses: alertsAnswer,
  example: {
    parameters: { product: 'dlp', minimumSeverity: 'high' },
    reply: { status: 200, body: { value: [exampleAlert], unreadable: 0 } },
  },
  handler: async ({ alertsFor, publicBaseUrl }: Dependencies, { parameters, caller }) => ({
    status: 200,
    body: await pagedList({ address: new URL(`/api${path}`, publicBaseUrl), parameters }, (filter, place) =>
      alertsFor(caller).list(filter, place),
    ),
  }),
});
