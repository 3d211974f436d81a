import { operation } from '../runtime/operation.ts';
import { ourProducts } from './alertPages.ts';
import { exampleAlert } from './exampleAlert.ts';
import { alertList, listsAlerts } from './lists/alertList.ts';
import {
  alertPageParameters,
  cloudAppFilters,
  dlpFilters,
  filtersOfGraph,
  ownFilters,
} from './lists/alertListParameters.ts';

const path = '/alerts';

export const listAlerts = operation({
  ...alertList,
  operationId: 'ListAlerts',
  path,
  summary: 'List alerts',
  description:
    'Lists data loss prevention, insider risk and cloud app alerts, in the order of the service, at most 100 at once. Microsoft Graph filters by product, severity, status, classification, determination, owner and times. Policy, rule, user, workload, label, cloud app and incident are looked for in what it answers, so a page may hold fewer alerts, or none, though more follow.',
  visibility: 'important',
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
  example: {
    parameters: { product: 'dlp', minimumSeverity: 'high' },
    reply: { status: 200, body: { value: [exampleAlert], unreadable: 0 } },
  },
  handler: listsAlerts(path),
});
