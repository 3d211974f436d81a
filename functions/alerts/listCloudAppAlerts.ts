import { operation } from '../runtime/operation.ts';
import { pagedList } from '../runtime/pagedList.ts';
import type { AlertsFor } from './alertsOfGraph.ts';
import { exampleCloudAppAlert } from './exampleCloudAppAlert.ts';
import { alertPageParameters, cloudAppFilters, filtersOfGraph, ownFilters } from './lists/alertListParameters.ts';
import { alertsAnswer } from './lists/alertsAnswer.ts';

interface Dependencies {
  readonly alertsFor: AlertsFor;
  readonly publicBaseUrl: string;
}

const path = '/cloudAppAlerts';

export const listCloudAppAlerts = operation({
  operationId: 'ListCloudAppAlerts',
  method: 'GET',
  path,
  summary: 'List cloud app alerts',
  description:
    'Lists the alerts of Microsoft Defender for Cloud Apps, at most 100 at once. Microsoft Graph filters by severity, status, classification, determination, owner and times; cloud app, policy, user and incident are looked for in what it answers, so a page may hold fewer alerts, or none, though more follow.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.Read.All'], application: ['SecurityAlert.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  parameters: { ...cloudAppFilters, ...filtersOfGraph, ...ownFilters, ...alertPageParameters },
  responses: alertsAnswer,
  example: {
    parameters: { minimumSeverity: 'medium' },
    reply: { status: 200, body: { value: [exampleCloudAppAlert], unreadable: 0 } },
  },
  handler: async ({ alertsFor, publicBaseUrl }: Dependencies, { parameters, caller }) => ({
    status: 200,
    body: await pagedList({ address: new URL(`/api${path}`, publicBaseUrl), parameters }, (filter, place) =>
      alertsFor(caller).list({ ...filter, product: 'cloudApps' }, place),
    ),
  }),
});
