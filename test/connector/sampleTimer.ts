import { timer } from '../../functions/runtime/timer.ts';

export const pollActivityFeed = timer({
  name: 'PollActivityFeed',
  schedule: 'ACTIVITY_POLL_SCHEDULE',
  description: 'Reads the activity feed.',
  graph: { application: ['ActivityFeed.Read', 'SecurityAlert.Read.All'] },
  run: async () => {
    throw new Error('The sample is printed, never run.');
  },
});
