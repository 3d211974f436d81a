import { operation } from '../runtime/operation.ts';
import { alertSchema } from './alert.ts';
import { alertIdParameter } from './alertIdParameter.ts';
import type { AlertsFor } from './alertsOfGraph.ts';
import { exampleAlert } from './exampleAlert.ts';
import type { RuleMatches } from './ruleMatches.ts';

interface Dependencies {
  readonly alertsFor: AlertsFor;
  readonly ruleMatches: RuleMatches;
}

export const getAlert = operation({
  operationId: 'GetAlert',
  method: 'GET',
  path: '/alerts/{alertId}',
  summary: 'Get alert',
  description:
    'Gets an alert as it is now, with its evidence and comments. An alert of data loss prevention comes with the rule matches behind it, as far as the audit log has told of them.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.Read.All'], application: ['SecurityAlert.Read.All'] },
  parameters: { alertId: alertIdParameter },
  responses: { 200: { description: 'The alert.', schema: alertSchema } },
  example: { parameters: { alertId: exampleAlert.alertId }, reply: { status: 200, body: exampleAlert } },
  handler: async ({ alertsFor, ruleMatches }: Dependencies, { parameters, caller }) => {
    const alert = await alertsFor(caller).get(parameters.alertId);
    const [joined = alert] = await ruleMatches.joinFully([alert]);
    return { status: 200, body: joined };
  },
});
