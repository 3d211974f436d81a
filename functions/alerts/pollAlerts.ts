import type { LogEntry } from '../events/logEntry.ts';
import type { Poll } from '../events/poller.ts';
import { timer } from '../runtime/timer.ts';
import { gatherHints } from '../subscriptions/gatherHints.ts';
import { type Hints, untold } from '../subscriptions/hints.ts';

interface Dependencies {
  readonly alertPoll: Poll;
  readonly hints: Pick<Hints, 'wakeFor'>;
}

export const pollAlerts = timer({
  name: 'PollAlerts',
  schedule: 'ALERT_POLL_SCHEDULE',
  description: 'Reads new and changed alerts from Microsoft Graph into the event log, once for all flows.',
  graph: { application: ['SecurityAlert.Read.All'] },
  run: async ({ alertPoll, hints }: Dependencies, { correlationId, log }) => {
    const gathered = gatherHints(hints);
    try {
      const onAppended = (entries: readonly LogEntry[]) => gathered.add(entries).catch(untold(log));
      const { appended, setAside, watermark } = await alertPoll({ correlationId, log, onAppended });
      if (appended || setAside) log.info('Alerts entered the log', { appended, setAside, watermark });
    } finally {
      await gathered.flush().catch(untold(log));
    }
  },
});
