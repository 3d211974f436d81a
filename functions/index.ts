import { addAlertComment } from './alerts/addAlertComment.ts';
import { getAlert } from './alerts/getAlert.ts';
import { listAlerts } from './alerts/listAlerts.ts';
import { onDlpAlert } from './alerts/onDlpAlert.ts';
import { pollAlerts } from './alerts/pollAlerts.ts';
import { updateAlert } from './alerts/updateAlert.ts';
import { purgeExpired } from './events/purgeExpired.ts';
import { backlog } from './health/backlog.ts';
import { live } from './health/live.ts';
import { onConnectorHealth } from './health/onConnectorHealth.ts';
import { ready } from './health/ready.ts';
import { watchHealth } from './health/watchHealth.ts';
import { drainSubscription } from './subscriptions/drainSubscription.ts';
import { listDeadLetters } from './subscriptions/listDeadLetters.ts';
import { listSubscriptions } from './subscriptions/listSubscriptions.ts';
import { previewSubscription } from './subscriptions/previewSubscription.ts';
import { probeSubscription } from './subscriptions/probeSubscription.ts';
import { replayEvents } from './subscriptions/replayEvents.ts';
import { resealSecrets } from './subscriptions/resealSecrets.ts';
import { sendTestEvent } from './subscriptions/sendTestEvent.ts';
import { sweepSubscriptions } from './subscriptions/sweepSubscriptions.ts';
import { unsubscribe } from './subscriptions/unsubscribe.ts';
import { listChannels } from './teams/listChannels.ts';
import { listTeams } from './teams/listTeams.ts';
import { postAlertCard } from './teams/postAlertCard.ts';
import { postCardToTeams } from './teams/postCardToTeams.ts';
import { postToTeams } from './teams/postToTeams.ts';

/** Everything that can be called over HTTP, in the order in which the connector and the docs show it. */
export const operations = [
  onDlpAlert,
  onConnectorHealth,
  listAlerts,
  getAlert,
  updateAlert,
  addAlertComment,
  postToTeams,
  postCardToTeams,
  postAlertCard,
  listTeams,
  listChannels,
  listSubscriptions,
  previewSubscription,
  sendTestEvent,
  replayEvents,
  listDeadLetters,
  unsubscribe,
  live,
  ready,
  backlog,
] as const;

/** Everything that runs on a schedule. */
export const timers = [pollAlerts, sweepSubscriptions, watchHealth, resealSecrets, purgeExpired] as const;

/** Everything that takes messages from a queue. */
export const queueConsumers = [drainSubscription, probeSubscription] as const;
