import type { Poll } from '../events/poller.ts';
import { timer } from '../runtime/timer.ts';
import type { Hints } from '../subscriptions/hints.ts';
import { pollAndWake } from '../subscriptions/pollAndWake.ts';

interface Dependencies {
  readonly alertPoll: Poll;
  readonly hints: Pick<Hints, 'wakeFor'>;
}

export const pollAlerts = timer({
  name: 'PollAlerts',
  schedule: 'ALERT_POLL_SCHEDULE',
  description: 'Reads new and changed alerts from Microsoft Graph into the event log, once for all flows.',
  graph: { application: ['SecurityAlert.Read.All'] },
  fills: ['alerts'],
  run: ({ alertPoll, hints }: Dependencies, run) => pollAndWake(alertPoll, hints, run),
});
