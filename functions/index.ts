import { addAlertComment } from './alerts/addAlertComment.ts';
import { getAlert } from './alerts/getAlert.ts';
import { listAlerts } from './alerts/listAlerts.ts';
import { onDlpAlert } from './alerts/onDlpAlert.ts';
import { pollAlerts } from './alerts/pollAlerts.ts';
import { updateAlert } from './alerts/updateAlert.ts';
import { compareDlpPolicies } from './dlpPolicies/compareDlpPolicies.ts';
import { getDlpPolicy } from './dlpPolicies/getDlpPolicy.ts';
import { getDlpPolicyModeChange } from './dlpPolicies/getDlpPolicyModeChange.ts';
import { listDlpPolicies } from './dlpPolicies/listDlpPolicies.ts';
import { setDlpPolicyMode } from './dlpPolicies/setDlpPolicyMode.ts';
import { purgeExpired } from './events/purgeExpired.ts';
import { backlog } from './health/backlog.ts';
import { checkPermissions } from './health/checkPermissions.ts';
import { getReadiness } from './health/getReadiness.ts';
import { getSummary } from './health/getSummary.ts';
import { getVersions } from './health/getVersions.ts';
import { live } from './health/live.ts';
import { ready } from './health/ready.ts';
import { drainSubscription } from './subscriptions/drainSubscription.ts';
import { listDeadLetters } from './subscriptions/listDeadLetters.ts';
import { listSubscriptions } from './subscriptions/listSubscriptions.ts';
import { replayEvents } from './subscriptions/replayEvents.ts';
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
  listAlerts,
  getAlert,
  updateAlert,
  addAlertComment,
  listDlpPolicies,
  getDlpPolicy,
  compareDlpPolicies,
  setDlpPolicyMode,
  getDlpPolicyModeChange,
  postToTeams,
  postCardToTeams,
  postAlertCard,
  listTeams,
  listChannels,
  listSubscriptions,
  sendTestEvent,
  replayEvents,
  listDeadLetters,
  unsubscribe,
  getReadiness,
  getVersions,
  getSummary,
  live,
  ready,
  backlog,
] as const;

/** Everything that runs on a schedule. */
export const timers = [pollAlerts, sweepSubscriptions, purgeExpired, checkPermissions] as const;

/** Everything that takes messages from a queue. */
export const queueConsumers = [drainSubscription] as const;
