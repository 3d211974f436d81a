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
  /** Records under more than one event id or webhook id, which a receiver cannot tell for one; and ids of more than one. */
  readonly renamed: readonly string[];
}

/** Compares what a flow accepted with the records that it should have accepted, each as one event. */
export function tally(expected: ReadonlySet<string>, deliveries: readonly Delivery[]): Tally {
  const names = new Map<string, Set<string>>();
  const bearers = new Map<string, Set<string>>();
  for (const { recordId, eventId, webhookId } of deliveries) {
    note(names, recordId, `${eventId} ${webhookId}`);
    note(bearers, webhookId, recordId);
  }
  return {
    expected: expected.size,
    received: deliveries.length,
    lost: [...expected].filter((recordId) => !names.has(recordId)),
    extra: [...names.keys()].filter((recordId) => !expected.has(recordId)),
    duplicates: deliveries.length - bearers.size,
    renamed: [...names, ...bearers].filter(([, known]) => known.size > 1).map(([name]) => name),
  };
}

function note(found: Map<string, Set<string>>, key: string, value: string): void {
  const known = found.get(key) ?? new Set();
  found.set(key, known.add(value));
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
