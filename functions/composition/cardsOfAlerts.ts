import type { Alert } from '../alerts/alert.ts';
import type { Product } from '../alerts/alertEnums.ts';
import type { AlertsFor } from '../alerts/alertsOfGraph.ts';
import type { PurviewEvent } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import { Problem } from '../runtime/problem.ts';
import type { AlertCardInput } from '../teams/alertCard.ts';
import type { AlertCards } from '../teams/alertCards.ts';

const products = {
  dlp: 'Microsoft Data Loss Prevention',
  insiderRisk: 'Microsoft Purview Insider Risk Management',
  cloudApps: 'Microsoft Defender for Cloud Apps',
  other: 'Microsoft Defender',
} as const satisfies Record<Product, string>;

const cardOf = (alert: Alert): AlertCardInput => ({
  ...alert,
  product: alert.productName ?? products[alert.product],
  title: alert.title ?? 'An alert without a title',
  files: (alert.files ?? []).map(({ name, path, url }) => ({
    name: name ?? path ?? 'A file without a name',
    ...(url !== undefined && { url }),
  })),
});

/** Gives Teams the alerts that cards are made of, which alone it knows nothing of. */
export const cardsOfAlerts = (log: Pick<EventLog, 'find'>, alertsFor: AlertsFor): AlertCards => ({
  async ofEvent(_caller, eventId) {
    const entry = await log.find(eventId);
    const event: PurviewEvent & { readonly alert?: Alert } = JSON.parse(entry?.json ?? '{}');
    return event.alert && { ...cardOf(event.alert), eventId, isTest: event.isTest };
  },
  async ofAlert(caller, alertId) {
    try {
      return cardOf(await alertsFor(caller).get(alertId));
    } catch (error) {
      // Who asks says what to check, which Graph does not.
      if (error instanceof Problem && error.code === 'NotFound') return undefined;
      throw error;
    }
  },
});
