import type { Started } from './startSandbox.ts';
import { good, quiet, say, seconds, warning } from './terminal.ts';

/** One line for a part that runs now: where, how long it took, and which busy ports it went around. */
export function tellStarted({ what, where, tookMs, busyPorts }: Started): void {
  const ports = busyPorts.length === 1 ? `port ${busyPorts[0]} is busy` : `ports ${busyPorts.join(', ')} are busy`;
  const note = busyPorts.length > 0 ? warning(`  (${ports}; took a free one)`) : '';
  say(`${good('  ✓')} ${what.padEnd(15)}${where.padEnd(58)}${quiet(seconds(tookMs))}${note}`);
}
