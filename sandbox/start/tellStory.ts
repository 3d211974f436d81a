import type { AlertRecord } from '../graph/alertRecord.ts';
import { flowHops } from './flowHops.ts';
import { readBacklog } from './readBacklog.ts';
import { channel, maker, type Sandbox, team } from './startSandbox.ts';
import {
  delayLine,
  type HopPlaces,
  hopLines,
  newsLine,
  otherRunLine,
  recordedAt,
  type Tale,
  tallyLines,
  templateRunLine,
  unaskedLines,
} from './storyLines.ts';
import { say } from './terminal.ts';

/** How the way of an alert ended. */
export type Ending =
  | { kind: 'card'; alert: AlertRecord }
  | { kind: 'no card'; reason: string }
  | { kind: 'nobody asked' };

export interface Story {
  /** The ending of the first alert. */
  firstEnding: Promise<Ending>;
  stop(): void;
}

const lookEveryMs = 1_000;
const patienceMs = 15_000;

/** Tells, from now on, what becomes of every alert in the tenant: from Graph into the log, to the flow, to Teams. */
export function tellStory(sandbox: Sandbox): Story {
  const { graph, teams, runner, flow, backEnd, connection, minimumSeverity } = sandbox;
  const open = new Map<string, { alert: AlertRecord; tale: Tale }>();
  const late = new Set<Tale>();
  const first = Promise.withResolvers<Ending>();
  let coming: Tale | undefined;
  let lastNumber = 0;
  let storedBefore = new Set<string>();

  const unwatch = graph.alerts.watch((record, change) => {
    // An alert that changes before it was polled is still one event.
    if (open.has(record.id)) return;
    const alert = { ...record };
    if (coming) coming.alerts.push(alert);
    else coming = openTale(alert, change);
    open.set(alert.id, { alert, tale: coming });
  });

  /** One request raises all its alerts before the event loop turns. */
  function openTale(alert: AlertRecord, change: 'raised' | 'updated'): Tale {
    const tale: Tale = { number: ++lastNumber, change, alerts: [alert], ended: 0, tookMs: [], failures: 0, unasked: 0 };
    setImmediate(() => {
      coming = undefined;
      say(newsLine(tale));
    });
    return tale;
  }

  const unlisten = runner.onRun((run) => {
    if (run.flowName !== flow.name) return say(templateRunLine(run, `${runner.origin}/runs/${run.id}`));
    const hops = flowHops(run);
    const told = hops.kind === 'live' && hops.alertId !== undefined ? open.get(hops.alertId) : undefined;
    if (!told) return say(otherRunLine(++lastNumber, hops));
    const { alert, tale } = told;
    const posted = teams.messages.inChannel(channel.id).findLast(({ id }) => id === hops.messageId);
    const postedAt = posted && new Date(posted.createdDateTime);
    if (tale.alerts.length === 1) sayAll(hopLines(tale, hops, postedAt, placesOf(run.id)));
    if (postedAt) {
      tale.tookMs.push(postedAt.getTime() - recordedAt(alert).getTime());
      end(alert, tale, { kind: 'card', alert });
    } else {
      tale.failures += 1;
      end(alert, tale, { kind: 'no card', reason: hops.failure ?? 'the flow ran and posted no message.' });
    }
  });

  function placesOf(runId: string): HopPlaces {
    return {
      flowName: flow.name,
      channelName: `${team.displayName} / ${channel.displayName}`,
      makerName: maker.displayName,
      runUrl: `${runner.origin}/runs/${runId}`,
    };
  }

  function end({ id }: AlertRecord, tale: Tale, ending: Ending): void {
    open.delete(id);
    tale.ended += 1;
    const isLast = tale.ended === tale.alerts.length;
    if (isLast && tale.alerts.length > 1) sayAll(tallyLines(tale, `${runner.origin}/runs`));
    first.resolve(ending);
  }

  /** Finds what the flow does not ask for: it is in the log, nothing waits to be delivered, and no run is under way. */
  async function look(): Promise<void> {
    const { sources, totals } = await readBacklog(backEnd.origin, connection);
    const watermark = sources.find(({ source }) => source === 'alerts')?.watermark;
    const isIdle = totals.pending + totals.inFlight === 0 && flow.runs().every(({ status }) => status !== 'Running');
    const stored = [...open.values()].filter(
      ({ alert }) => isIdle && watermark !== undefined && recordedAt(alert) < new Date(watermark),
    );
    for (const { alert, tale } of stored) {
      // Only at the second look: the back end may have read its log for the first one just before the alert came.
      if (!storedBefore.has(alert.id)) continue;
      tale.unasked += 1;
      if (tale.alerts.length === 1) sayAll(unaskedLines(tale, flow.name, minimumSeverity));
      end(alert, tale, { kind: 'nobody asked' });
    }
    storedBefore = new Set(stored.map(({ alert }) => alert.id));
  }

  function warnOfDelay(): void {
    for (const { tale } of open.values()) {
      const [oldest] = tale.alerts;
      if (late.has(tale) || Date.now() - recordedAt(oldest).getTime() < patienceMs) continue;
      late.add(tale);
      say(delayLine(tale, patienceMs));
    }
  }

  let isLooking = false;
  const looks = setInterval(() => {
    warnOfDelay();
    if (isLooking || open.size === 0) return;
    isLooking = true;
    // A back end that does not answer now is asked again by the next look.
    void look()
      .catch(console.error)
      .finally(() => {
        isLooking = false;
      });
  }, lookEveryMs);

  return {
    firstEnding: first.promise,
    stop() {
      clearInterval(looks);
      unwatch();
      unlisten();
    },
  };
}

function sayAll(lines: readonly string[]): void {
  for (const line of lines) say(line);
}
