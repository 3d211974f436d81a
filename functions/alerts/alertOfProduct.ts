import { Problem } from '../runtime/problem.ts';
import type { Alert } from './alert.ts';
import type { OurProduct } from './alertPages.ts';
import type { AlertsOfGraph } from './alertsOfGraph.ts';

const productNames = { dlp: 'a DLP alert', insiderRisk: 'an insider risk alert', cloudApps: 'a cloud app alert' };

/** The alert, or a problem when there is none or it comes from another product. */
export async function alertOfProduct(alerts: AlertsOfGraph, alertId: string, product: OurProduct): Promise<Alert> {
  const alert = await alerts.get(alertId);
  if (alert.product === product) return alert;
  throw new Problem(
    'NotFound',
    `There is no such alert here: it is not ${productNames[product]}. Use Get alert for any.`,
  );
}
