import { users } from '../../../sandbox/contoso/users.ts';
import type { NewAlert } from '../../../sandbox/graph/alertRecord.ts';
import { insiderRiskAlert } from '../../../sandbox/graph/insiderRiskAlert.ts';
import type { GraphTenant } from '../../graphTenant.ts';
import { startAlerts } from '../startAlerts.ts';

/** Raises a DLP alert in an incident; gives the incident's id. */
export const raiseInIncident = ({ graph }: Pick<GraphTenant, 'graph'>, alert: NewAlert = {}): string =>
  graph.raise({ serviceSource: 'dataLossPrevention', title: 'A match', ...alert }).incidentId ?? '';

/** An insider risk alert about Lee Gu, who may be named nowhere. */
export const riskOfLee = (alert: NewAlert = {}): NewAlert => ({
  ...insiderRiskAlert({ user: users.lee, policyName: 'Leaks', at: new Date() }),
  title: 'Lee Gu copied files',
  ...alert,
});

export async function startIncidents() {
  const tenant = await startAlerts();
  return { ...tenant, raise: (alert?: NewAlert) => raiseInIncident(tenant, alert) };
}
