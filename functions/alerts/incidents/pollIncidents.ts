import type { Poll } from '../../events/poller.ts';
import { timer } from '../../runtime/timer.ts';
import type { Hints } from '../../subscriptions/hints.ts';
import { pollAndWake } from '../../subscriptions/pollAndWake.ts';

interface Dependencies {
  readonly incidentPoll: Poll;
  readonly hints: Pick<Hints, 'wakeFor'>;
}

export const pollIncidents = timer({
  name: 'PollIncidents',
  schedule: 'INCIDENT_POLL_SCHEDULE',
  description: 'Reads new and changed incidents from Microsoft Graph into the event log, once for all flows.',
  graph: { application: ['SecurityIncident.Read.All'] },
  fills: ['incidents'],
  run: ({ incidentPoll, hints }: Dependencies, run) => pollAndWake(incidentPoll, hints, run),
});
