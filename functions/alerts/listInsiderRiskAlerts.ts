import { operation } from '../runtime/operation.ts';
import { exampleInsiderRiskAlert } from './exampleInsiderRiskAlert.ts';
import { alertList, listsAlerts } from './lists/alertList.ts';
import { alertPageParameters, filtersOfGraph, ownFilters } from './lists/alertListParameters.ts';

const path = '/insiderRiskAlerts';

export const listInsiderRiskAlerts = operation({
  ...alertList,
  operationId: 'ListInsiderRiskAlerts',
  path,
  summary: 'List insider risk alerts',
  description:
    'Lists the alerts of Insider Risk Management, at most 100 at once. Their people are pseudonyms, always the same for the same person, unless an administrator turned that off. Microsoft Graph filters by severity, status, classification, determination, owner and times; policy, user and incident are looked for in what it answers. The tenant must share insider risk data with Microsoft Defender XDR.',
  visibility: 'none',
  parameters: { ...filtersOfGraph, ...ownFilters, ...alertPageParameters },
  example: {
    parameters: { status: 'new' },
    reply: { status: 200, body: { value: [exampleInsiderRiskAlert], unreadable: 0 } },
  },
  handler: listsAlerts(path, 'insiderRisk'),
});
