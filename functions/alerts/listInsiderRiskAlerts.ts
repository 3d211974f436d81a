import { operation } from '../runtime/operation.ts';
import { pagedList } from '../runtime/pagedList.ts';
import type { AlertsFor } from './alertsOfGraph.ts';
import { exampleInsiderRiskAlert } from './exampleInsiderRiskAlert.ts';
import { alertPageParameters, filtersOfGraph, ownFilters } from './lists/alertListParameters.ts';
import { alertsAnswer } from './lists/alertsAnswer.ts';

interface Dependencies {
  readonly alertsFor: AlertsFor;
  readonly publicBaseUrl: string;
}

const path = '/insiderRiskAlerts';

export const listInsiderRiskAlerts = operation({
  operationId: 'ListInsiderRiskAlerts',
  method: 'GET',
  path,
  summary: 'List insider risk alerts',
  description:
    'Lists the alerts of Insider Risk Management, at most 100 at once. Their people are pseudonyms, always the same for the same person, unless an administrator turned that off. Microsoft Graph filters by severity, status, classification, determination, owner and times; policy, user and incident are looked for in what it answers. The tenant must share insider risk data with Microsoft Defender XDR.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.Read.All'], application: ['SecurityAlert.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  parameters: { ...filtersOfGraph, ...ownFilters, ...alertPageParameters },
  responses: alertsAnswer,
  example: {
    parameters: { status: 'new' },
    reply: { status: 200, body: { value: [exampleInsiderRiskAlert], unreadable: 0 } },
  },
  handler: async ({ alertsFor, publicBaseUrl }: Dependencies, { parameters, caller }) => ({
    status: 200,
    body: await pagedList({ address: new URL(`/api${path}`, publicBaseUrl), parameters }, (filter, place) =>
      alertsFor(caller).list({ ...filter, product: 'insiderRisk' }, place),
    ),
  }),
});
