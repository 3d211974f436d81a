import type { Delivery } from './receiver.ts';

/** What came, held against what should have. */
export interface Tally {
  readonly expected: number;
  readonly received: number;
  /** Should have come and did not. */
  readonly lost: readonly string[];
  /** Came and should not have. */
  readonly extra: readonly string[];
  /** POSTs beyond the first of each webhook id. */
  readonly duplicates: number;
  /** Alerts that came under more than one event id or webhook id; a receiver could not tell them for the same. */
  readonly renamed: readonly string[];
}

/** Compares what a flow accepted with the alerts that it should have accepted, each as one event. */
export function tally(expected: ReadonlySet<string>, deliveries: readonly Delivery[]): Tally {
  const names = new Map<string, Set<string>>();
  for (const { alertId, eventId, webhookId } of deliveries) {
    const known = names.get(alertId) ?? new Set();
    names.set(alertId, known.add(`${eventId} ${webhookId}`));
  }
  return {
    expected: expected.size,
    received: deliveries.length,
    lost: [...expected].filter((alertId) => !names.has(alertId)),
    extra: [...names.keys()].filter((alertId) => !expected.has(alertId)),
    duplicates: deliveries.length - new Set(deliveries.map(({ webhookId }) => webhookId)).size,
    renamed: [...names].filter(([, known]) => known.size > 1).map(([alertId]) => alertId),
  };
}

/** Several tallies as one. */
export const sumOf = (tallies: readonly Tally[]): Tally => ({
  expected: tallies.reduce((sum, { expected }) => sum + expected, 0),
  received: tallies.reduce((sum, { received }) => sum + received, 0),
  lost: tallies.flatMap(({ lost }) => lost),
  extra: tallies.flatMap(({ extra }) => extra),
  duplicates: tallies.reduce((sum, { duplicates }) => sum + duplicates, 0),
  renamed: tallies.flatMap(({ renamed }) => renamed),
});
