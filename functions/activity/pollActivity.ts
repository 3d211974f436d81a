import type { LogEntry } from '../events/logEntry.ts';
import { timer } from '../runtime/timer.ts';
import { gatherHints } from '../subscriptions/gatherHints.ts';
import { type Hints, untold } from '../subscriptions/hints.ts';
import { activitySources } from './activitySource.ts';
import type { ActivityPoll } from './createActivityPolls.ts';

interface Dependencies {
  readonly activityPolls: readonly ActivityPoll[];
  readonly hints: Pick<Hints, 'wakeFor'>;
}

export const pollActivity = timer({
  name: 'PollActivity',
  schedule: 'ACTIVITY_POLL_SCHEDULE',
  description: 'Reads new records of the activity feed into the event log, once for all flows.',
  graph: { application: ['ActivityFeed.Read', 'SensitivityLabel.Read'] },
  // The label of a shared file is looked up where the app may, and so are matches where the feed wants more for them.
  optional: ['Files.ReadWrite.All', 'ActivityFeed.ReadDlp'],
  fills: Object.values(activitySources),
  run: async ({ activityPolls, hints }: Dependencies, { correlationId, log }) => {
    const gathered = gatherHints(hints);
    const onAppended = (entries: readonly LogEntry[]) => gathered.add(entries).catch(untold(log));
    const faults: unknown[] = [];
    try {
      for (const { source, poll } of activityPolls) {
        // One type of content that is refused or away must not keep the others from their turn.
        await poll({ correlationId, log, onAppended }).then(
          ({ appended, setAside, watermark }) => {
            if (appended || setAside) log.info('Activity entered the log', { source, appended, setAside, watermark });
          },
          (error: unknown) => faults.push(error),
        );
      }
    } finally {
      await gathered.flush().catch(untold(log));
    }
    if (faults.length === 1) throw faults[0];
    if (faults.length) throw new AggregateError(faults, 'Some of the activity feed could not be read.');
  },
});
