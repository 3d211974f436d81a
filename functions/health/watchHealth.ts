import { appendEvent } from '../events/appendEvent.ts';
import { versionHash } from '../events/eventId.ts';
import type { EventLog } from '../events/eventLog.ts';
import type { LogEntry } from '../events/logEntry.ts';
import { timer } from '../runtime/timer.ts';
import { RowConflict } from '../storage/rowConflict.ts';
import { type Hints, untold } from '../subscriptions/hints.ts';
import { type ConnectorHealth, type Observation, toHealthDraft } from './connectorHealth.ts';
import { type Observed, observe } from './observe.ts';
import type { Told, ToldHealth } from './toldHealth.ts';

interface Dependencies {
  readonly observed: Observed;
  readonly toldHealth: ToldHealth;
  readonly hints: Pick<Hints, 'wakeFor'>;
  readonly tenantId: string;
}

export const watchHealth = timer({
  name: 'WatchHealth',
  schedule: 'HEALTH_SCHEDULE',
  description: 'Compares how flows and sources are with what was told of them, and tells of changes by health events.',
  graph: {},
  fills: ['health'],
  run: async (dependencies: Dependencies, { correlationId, log: lines }) => {
    const { observed, toldHealth, hints } = dependencies;
    const told = await toldHealth.all();
    const seen = new Set<string>();
    const entries: LogEntry[] = [];
    for await (const observation of observe(observed)) {
      const key = keyOf(observation.health);
      seen.add(key);
      try {
        entries.push(...(await tell(dependencies, observation, told.get(key), correlationId)));
      } catch (error) {
        // Another host is at it as well, and has told it.
        if (!(error instanceof RowConflict)) throw error;
      }
    }
    for (const key of told.keys()) if (!seen.has(key)) await toldHealth.forget(key);
    if (!entries.length) return;
    lines.info('The health of the connector changed', { events: entries.length });
    await hints.wakeFor(entries).catch(untold(lines));
  },
});

const keyOf = ({ component, name }: ConnectorHealth): string => `${component}-${name}`;
const amountOf = ({ component, deadLetters = 0, setAside = 0 }: ConnectorHealth): number =>
  component === 'deadLetters' ? deadLetters : component === 'records' ? setAside : 0;

/**
 * Appends an event when there is news. Where the log ends is noted before, so that after a crash in between it is looked
 * up whether the event got there, and nothing is told twice or never.
 */
const tell = async (
  dependencies: Dependencies,
  { health, ...concerned }: Observation,
  before: Told | undefined,
  correlationId: string,
): Promise<readonly LogEntry[]> => {
  const { observed, toldHealth, tenantId } = dependencies;
  const { log, now } = observed;
  const { state } = health;
  const amount = amountOf(health);
  const isNews = before ? before.state !== state || amount > before.amount : state !== 'ok';
  const unchanged = before?.telling === undefined && before?.state === state && before.amount === amount;
  if (unchanged) return [];
  const fresh: Told = before ?? { key: keyOf(health), state: 'ok', amount: 0, version: 0, etag: '' };
  const version = fresh.version + 1;
  const draft = toHealthDraft(
    { health: { ...health, ...(before && { previousState: before.state }) }, ...concerned },
    version,
    now(),
  );
  const hash = versionHash(tenantId, 'health', draft.recordId, draft.version);
  const { telling: _ended, ...base } = fresh;

  const earlier = fresh.telling === undefined ? undefined : await find(log, fresh.telling, hash);
  if (earlier) {
    const told: ConnectorHealth = JSON.parse(earlier.json).health;
    await toldHealth.write({ ...base, state: told.state, amount: amountOf(told), version });
    // What it has become since then is told the next time.
    return [earlier];
  }
  if (!isNews) {
    await toldHealth.write({ ...base, state, amount });
    return [];
  }
  const telling = (await log.head('health')).nextSequence - 1;
  const noted = await toldHealth.write({ ...fresh, telling });
  // Each change is news by itself, so that a flow needs not ask for updates to hear of it.
  const entry = await appendEvent(log, 'health', { draft, change: 'raised', correlationId });
  await toldHealth.write({ ...base, etag: noted.etag, state, amount, version });
  return entry ? [entry] : [];
};

const find = async (log: EventLog, after: number, version: string): Promise<LogEntry | undefined> => {
  for (
    let page = await log.after('health', after);
    page.length;
    page = await log.after('health', page.at(-1)?.sequence ?? after)
  ) {
    const found = page.find((entry) => entry.version === version);
    if (found) return found;
  }
  return undefined;
};
