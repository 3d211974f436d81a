import { onAuditEvent } from './activity/onAuditEvent.ts';
import { onDlpPolicyChange } from './activity/onDlpPolicyChange.ts';
import { onDlpRuleMatch } from './activity/onDlpRuleMatch.ts';
import { onExternalSharing } from './activity/onExternalSharing.ts';
import { onLabelChange } from './activity/onLabelChange.ts';
import { onShadowItUpload } from './activity/onShadowItUpload.ts';
import { pollActivity } from './activity/pollActivity.ts';
import { addAlertComment } from './alerts/addAlertComment.ts';
import { closeCloudAppAlert } from './alerts/closeCloudAppAlert.ts';
import { getAlert } from './alerts/getAlert.ts';
import { getInsiderRiskAlert } from './alerts/getInsiderRiskAlert.ts';
import { addIncidentComment } from './alerts/incidents/addIncidentComment.ts';
import { getIncident } from './alerts/incidents/getIncident.ts';
import { listIncidents } from './alerts/incidents/listIncidents.ts';
import { onIncident } from './alerts/incidents/onIncident.ts';
import { pollIncidents } from './alerts/incidents/pollIncidents.ts';
import { updateIncident } from './alerts/incidents/updateIncident.ts';
import { joinRuleMatches } from './alerts/joinRuleMatches.ts';
import { listAlerts } from './alerts/listAlerts.ts';
import { listCloudAppAlerts } from './alerts/listCloudAppAlerts.ts';
import { listInsiderRiskAlerts } from './alerts/listInsiderRiskAlerts.ts';
import { onCloudAppAlert } from './alerts/onCloudAppAlert.ts';
import { onDlpAlert } from './alerts/onDlpAlert.ts';
import { onInsiderRiskAlert } from './alerts/onInsiderRiskAlert.ts';
import { pollAlerts } from './alerts/pollAlerts.ts';
import { pollDlpAlerts } from './alerts/pollDlpAlerts.ts';
import { revealUser } from './alerts/revealUser.ts';
import { updateAlert } from './alerts/updateAlert.ts';
import { getAuditSearch } from './audit/getAuditSearch.ts';
import { getAuditSearchResults } from './audit/getAuditSearchResults.ts';
import { startAuditSearch } from './audit/startAuditSearch.ts';
import { compareDlpPolicies } from './dlpPolicies/compareDlpPolicies.ts';
import { getDlpPolicy } from './dlpPolicies/getDlpPolicy.ts';
import { getDlpPolicyModeChange } from './dlpPolicies/getDlpPolicyModeChange.ts';
import { listDlpPolicies } from './dlpPolicies/listDlpPolicies.ts';
import { setDlpPolicyMode } from './dlpPolicies/setDlpPolicyMode.ts';
import { addCustodian } from './ediscovery/addCustodian.ts';
import { applyHold } from './ediscovery/applyHold.ts';
import { closeCase } from './ediscovery/closeCase.ts';
import { createCase } from './ediscovery/createCase.ts';
import { createSearch } from './ediscovery/createSearch.ts';
import { estimateSearch } from './ediscovery/estimateSearch.ts';
import { getCase } from './ediscovery/getCase.ts';
import { getCaseOperation } from './ediscovery/getCaseOperation.ts';
import { listCaseChoices } from './ediscovery/listCaseChoices.ts';
import { listCases } from './ediscovery/listCases.ts';
import { pollEdiscoveryCases } from './ediscovery/pollEdiscoveryCases.ts';
import { releaseHold } from './ediscovery/releaseHold.ts';
import { reopenCase } from './ediscovery/reopenCase.ts';
import { purgeExpired } from './events/purgeExpired.ts';
import { listGroups } from './groups/listGroups.ts';
import { backlog } from './health/backlog.ts';
import { checkPermissions } from './health/checkPermissions.ts';
import { getReadiness } from './health/getReadiness.ts';
import { getSummary } from './health/getSummary.ts';
import { getVersions } from './health/getVersions.ts';
import { live } from './health/live.ts';
import { onConnectorHealth } from './health/onConnectorHealth.ts';
import { ready } from './health/ready.ts';
import { watchHealth } from './health/watchHealth.ts';
import { listHuntingQueries } from './hunting/listHuntingQueries.ts';
import { runHuntingQuery } from './hunting/runHuntingQuery.ts';
import { applyLabel } from './labels/applyLabel.ts';
import { estimateLabelCost } from './labels/estimateLabelCost.ts';
import { getFileLabels } from './labels/getFileLabels.ts';
import { getLabelOperation } from './labels/getLabelOperation.ts';
import { listRetentionLabels } from './labels/listRetentionLabels.ts';
import { listSensitivityLabels } from './labels/listSensitivityLabels.ts';
import { removeLabel } from './labels/removeLabel.ts';
import { setFileRetentionLabel } from './labels/setFileRetentionLabel.ts';
import { listExternalAccess } from './sharing/listExternalAccess.ts';
import { listSites } from './sharing/listSites.ts';
import { removeExternalAccess } from './sharing/removeExternalAccess.ts';
import { restoreExternalAccess } from './sharing/restoreExternalAccess.ts';
import { addSubjectRightsRequestNote } from './subjectRightsRequests/addSubjectRightsRequestNote.ts';
import { createSubjectRightsRequest } from './subjectRightsRequests/createSubjectRightsRequest.ts';
import { getSubjectRightsRequest } from './subjectRightsRequests/getSubjectRightsRequest.ts';
import { getSubjectRightsRequestAttachment } from './subjectRightsRequests/getSubjectRightsRequestAttachment.ts';
import { getSubjectRightsRequestReport } from './subjectRightsRequests/getSubjectRightsRequestReport.ts';
import { listSubjectRightsRequestNotes } from './subjectRightsRequests/listSubjectRightsRequestNotes.ts';
import { listSubjectRightsRequests } from './subjectRightsRequests/listSubjectRightsRequests.ts';
import { pollSubjectRightsRequests } from './subjectRightsRequests/pollSubjectRightsRequests.ts';
import { updateSubjectRightsRequest } from './subjectRightsRequests/updateSubjectRightsRequest.ts';
import { drainSubscription } from './subscriptions/drainSubscription.ts';
import { listDeadLetters } from './subscriptions/listDeadLetters.ts';
import { listSubscriptions } from './subscriptions/listSubscriptions.ts';
import { listTriggers } from './subscriptions/listTriggers.ts';
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
import { getManager } from './users/getManager.ts';
import { revokeSessions } from './users/revokeSessions.ts';

/** Everything that can be called over HTTP, in the order in which the connector and the docs show it: triggers first in each group. */
export const operations = [
  onDlpAlert,
  onInsiderRiskAlert,
  onCloudAppAlert,
  onIncident,
  pollDlpAlerts,
  listAlerts,
  getAlert,
  updateAlert,
  addAlertComment,
  listInsiderRiskAlerts,
  getInsiderRiskAlert,
  revealUser,
  listCloudAppAlerts,
  closeCloudAppAlert,
  listIncidents,
  getIncident,
  updateIncident,
  addIncidentComment,

  onDlpRuleMatch,
  onLabelChange,
  onExternalSharing,
  onShadowItUpload,
  onDlpPolicyChange,
  onAuditEvent,

  runHuntingQuery,
  listHuntingQueries,

  getManager,
  revokeSessions,

  listSensitivityLabels,
  getFileLabels,
  applyLabel,
  removeLabel,
  getLabelOperation,
  estimateLabelCost,
  listRetentionLabels,
  setFileRetentionLabel,

  listExternalAccess,
  removeExternalAccess,
  restoreExternalAccess,
  listSites,

  listDlpPolicies,
  getDlpPolicy,
  compareDlpPolicies,
  setDlpPolicyMode,
  getDlpPolicyModeChange,

  startAuditSearch,
  getAuditSearch,
  getAuditSearchResults,

  pollSubjectRightsRequests,
  listSubjectRightsRequests,
  getSubjectRightsRequest,
  createSubjectRightsRequest,
  updateSubjectRightsRequest,
  listSubjectRightsRequestNotes,
  addSubjectRightsRequestNote,
  getSubjectRightsRequestReport,
  getSubjectRightsRequestAttachment,

  pollEdiscoveryCases,
  listCases,
  getCase,
  createCase,
  closeCase,
  reopenCase,
  addCustodian,
  applyHold,
  releaseHold,
  createSearch,
  estimateSearch,
  getCaseOperation,
  listCaseChoices,
  listGroups,

  postToTeams,
  postAlertCard,
  postCardToTeams,
  listTeams,
  listChannels,

  listSubscriptions,
  previewSubscription,
  listTriggers,
  sendTestEvent,
  replayEvents,
  listDeadLetters,
  unsubscribe,

  onConnectorHealth,
  getReadiness,
  getSummary,
  getVersions,
  live,
  ready,
  backlog,
] as const;

/** Everything that runs on a schedule. */
export const timers = [
  pollAlerts,
  pollIncidents,
  pollActivity,
  joinRuleMatches,
  sweepSubscriptions,
  watchHealth,
  resealSecrets,
  purgeExpired,
  checkPermissions,
] as const;

/** Everything that takes messages from a queue. */
export const queueConsumers = [drainSubscription, probeSubscription] as const;
