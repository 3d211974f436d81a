import { randomBytes } from 'node:crypto';
import { alertsFor } from '../../functions/alerts/alertsOfGraph.ts';
import { incidentsFor } from '../../functions/alerts/incidents/incidentsOfGraph.ts';
import { keyedPseudonym } from '../../functions/alerts/pseudonyms/keyedPseudonym.ts';
import { replacingPeople } from '../../functions/alerts/pseudonyms/pseudonyms.ts';
import { revealingAlertsFor } from '../../functions/alerts/pseudonyms/revealedUser.ts';
import { createRuleMatches } from '../../functions/alerts/ruleMatches.ts';
import type { GraphClients } from '../../functions/integrations/graph/graph.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import type { NewAlert } from '../../sandbox/graph/alertRecord.ts';
import { logOf } from '../events/logOf.ts';
import { startGraphTenant } from '../graphTenant.ts';

const all = [
  'SecurityAlert.Read.All',
  'SecurityAlert.ReadWrite.All',
  'SecurityIncident.Read.All',
  'SecurityIncident.ReadWrite.All',
];

export const pseudonymOf = keyedPseudonym([new Secret(randomBytes(32).toString('base64'))]);
export const pseudonyms = replacingPeople(pseudonymOf);
export const publicBaseUrl = 'https://func.example.com';

/** What the operations on alerts and incidents need, over these clients. */
export const alertDependencies = (clients: GraphClients) => ({
  publicBaseUrl,
  alertsFor: alertsFor(clients, pseudonyms),
  incidentsFor: incidentsFor(clients, pseudonyms),
  revealingAlertsFor: revealingAlertsFor(clients, pseudonyms),
  ruleMatches: createRuleMatches({ log: logOf([]), dlpContent: 'unread', now: () => new Date() }),
});

/** The simulated Graph, and the real client that reaches it for people and for the app. */
export async function startAlerts({ permissions = all } = {}) {
  const tenant = await startGraphTenant(permissions);
  return {
    ...tenant,
    ...alertDependencies(tenant.clients),
    asApp: tenant.clients.asApp(),
    raiseDlp: (alert: NewAlert = {}) => tenant.graph.raise({ serviceSource: 'dataLossPrevention', ...alert }),
  };
}
