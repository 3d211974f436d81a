import { operation } from '../runtime/operation.ts';
import { exampleCloudAppAlert } from './exampleCloudAppAlert.ts';
import { alertList, listsAlerts } from './lists/alertList.ts';
import { alertPageParameters, cloudAppFilters, filtersOfGraph, ownFilters } from './lists/alertListParameters.ts';

const path = '/cloudAppAlerts';

export const listCloudAppAlerts = operation({
  ...alertList,
  operationId: 'ListCloudAppAlerts',
  path,
  summary: 'List cloud app alerts',
  description:
    'Lists the alerts of Microsoft Defender for Cloud Apps, at most 100 at once. Microsoft Graph filters by severity, status, classification, determination, owner and times; cloud app, policy, user and incident are looked for in what it answers, so a page may hold fewer alerts, or none, though more follow.',
  visibility: 'none',
  parameters: { ...cloudAppFilters, ...filtersOfGraph, ...ownFilters, ...alertPageParameters },
  example: {
    parameters: { minimumSeverity: 'medium' },
    reply: { status: 200, body: { value: [exampleCloudAppAlert], unreadable: 0 } },
  },
  handler: listsAlerts(path, 'cloudApps'),
});
