import type { Poll } from '../events/poller.ts';
import { timer } from '../runtime/timer.ts';
import type { Hints } from '../subscriptions/hints.ts';

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
    const { appended, setAside, watermark } = await alertPoll({
      correlationId,
      log,
      // The events are stored; a flow that is not told now is found by the sweep.
      onAppended: (entries) =>
        hints.wakeFor(entries).catch((error: unknown) => log.warn('Flows could not be told of new events', { error })),
    });
    if (appended || setAside) log.info('Alerts entered the log', { appended, setAside, watermark });
  },
});
