import { operation } from '../runtime/operation.ts';
import { alertSchema } from './alert.ts';
import { alertIdParameter } from './alertIdParameter.ts';
import { alertOfProduct } from './alertOfProduct.ts';
import type { AlertsFor } from './alertsOfGraph.ts';
import { exampleInsiderRiskAlert } from './exampleInsiderRiskAlert.ts';

export const getInsiderRiskAlert = operation({
  operationId: 'GetInsiderRiskAlert',
  method: 'GET',
  path: '/insiderRiskAlerts/{alertId}',
  summary: 'Get insider risk alert',
  description:
    'Gets an alert of Insider Risk Management as it is now. Its people are pseudonyms, unless an administrator turned that off; Reveal user names the person after an approval.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.Read.All'], application: ['SecurityAlert.Read.All'] },
  parameters: { alertId: alertIdParameter },
  responses: { 200: { description: 'The alert.', schema: alertSchema } },
  example: {
    parameters: { alertId: exampleInsiderRiskAlert.alertId },
    reply: { status: 200, body: exampleInsiderRiskAlert },
  },
  handler: async ({ alertsFor }: { readonly alertsFor: AlertsFor }, { parameters, caller }) => ({
    status: 200,
    body: await alertOfProduct(alertsFor(caller), parameters.alertId, 'insiderRisk'),
  }),
});
