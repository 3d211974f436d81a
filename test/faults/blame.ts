import type { Delivery } from './receiver.ts';

/** What deaths of hosts explain of the POSTs that came again. */
export interface Blame {
  /** The most that came again to one flow through one death. */
  readonly worst: number;
  /** What came again though nobody had died since it came last. */
  readonly unexplained: number;
}

// What the dead had sent may be read a little after their death; nobody takes their lease over as soon as that.
const graceMs = 1_000;

/** Puts each POST that came again down to the last death before it, flow by flow. */
export function blame(flows: readonly (readonly Delivery[])[], deathsAtMs: readonly number[]): Blame {
  let worst = 0;
  let unexplained = 0;
  for (const deliveries of flows) {
    const lastAtMs = new Map<string, number>();
    const repeated = new Map<number, number>();
    for (const { webhookId, atMs } of deliveries) {
      const beforeMs = lastAtMs.get(webhookId);
      lastAtMs.set(webhookId, atMs);
      if (beforeMs === undefined) continue;
      const death = deathsAtMs.findLast((deathAtMs) => deathAtMs < atMs);
      if (death === undefined || beforeMs > death + graceMs) unexplained++;
      else repeated.set(death, (repeated.get(death) ?? 0) + 1);
    }
    worst = Math.max(worst, ...repeated.values());
  }
  return { worst, unexplained };
}
