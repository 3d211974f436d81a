/** Members of the v1.0 metadata's enumerations (August 2026), without its sentinel. */
export const severities = ['unknown', 'informational', 'low', 'medium', 'high'] as const;
export const statuses = ['unknown', 'new', 'inProgress', 'resolved'] as const;
export const classifications = ['unknown', 'falsePositive', 'truePositive', 'informationalExpectedActivity'] as const;
export const determinations = [
  'unknown',
  'apt',
  'malware',
  'securityPersonnel',
  'securityTesting',
  'unwantedSoftware',
  'other',
  'multiStagedAttack',
  'compromisedAccount',
  'phishing',
  'maliciousUserActivity',
  'notMalicious',
  'notEnoughDataToValidate',
  'confirmedActivity',
  'lineOfBusinessApplication',
] as const;
/** Members that the metadata has and the service no longer takes. */
const bygoneDeterminations = ['apt', 'securityPersonnel'] as const;
type Bygone = (typeof bygoneDeterminations)[number];
export const settableDeterminations = determinations.filter(
  (name): name is Exclude<(typeof determinations)[number], Bygone> =>
    !bygoneDeterminations.some((bygone) => bygone === name),
);
export const investigationStates = [
  'unknown',
  'terminated',
  'successfullyRemediated',
  'benign',
  'failed',
  'partiallyRemediated',
  'running',
  'pendingApproval',
  'pendingResource',
  'queued',
  'innerFailure',
  'preexistingAlert',
  'unsupportedOs',
  'unsupportedAlertType',
  'suppressedAlert',
  'partiallyInvestigated',
  'terminatedByUser',
  'terminatedBySystem',
] as const;
export const serviceSources = [
  'unknown',
  'microsoftDefenderForEndpoint',
  'microsoftDefenderForIdentity',
  'microsoftDefenderForCloudApps',
  'microsoftDefenderForOffice365',
  'microsoft365Defender',
  'azureAdIdentityProtection',
  'microsoftAppGovernance',
  'dataLossPrevention',
  'microsoftDefenderForCloud',
  'microsoftSentinel',
  'microsoftInsiderRiskManagement',
  'microsoftThreatIntelligence',
  'microsoftSecurityForAI',
] as const;
export const detectionSources = [
  'unknown',
  'microsoftDefenderForEndpoint',
  'antivirus',
  'smartScreen',
  'customTi',
  'microsoftDefenderForOffice365',
  'automatedInvestigation',
  'microsoftThreatExperts',
  'customDetection',
  'microsoftDefenderForIdentity',
  'cloudAppSecurity',
  'microsoft365Defender',
  'azureAdIdentityProtection',
  'manual',
  'microsoftDataLossPrevention',
  'appGovernancePolicy',
  'appGovernanceDetection',
  'microsoftDefenderForCloud',
  'microsoftDefenderForIoT',
  'microsoftDefenderForServers',
  'microsoftDefenderForStorage',
  'microsoftDefenderForDNS',
  'microsoftDefenderForDatabases',
  'microsoftDefenderForContainers',
  'microsoftDefenderForNetwork',
  'microsoftDefenderForAppService',
  'microsoftDefenderForKeyVault',
  'microsoftDefenderForResourceManager',
  'microsoftDefenderForApiManagement',
  'nrtAlerts',
  'scheduledAlerts',
  'microsoftDefenderThreatIntelligenceAnalytics',
  'builtInMl',
  'microsoftInsiderRiskManagement',
  'microsoftThreatIntelligence',
  'microsoftDefenderForAIServices',
  'securityCopilot',
  'microsoftSentinel',
] as const;
export const verdicts = ['unknown', 'suspicious', 'malicious', 'noThreatsFound'] as const;
export const remediationStatuses = [
  // Graph has `none` for this; an unreadable value is `unknown`, as everywhere.
  'unknown',
  'none',
  'remediated',
  'prevented',
  'blocked',
  'notFound',
  'active',
  'pendingApproval',
  'declined',
  'unremediated',
  'running',
  'partiallyRemediated',
] as const;
export const evidenceRoles = [
  'unknown',
  'contextual',
  'scanned',
  'source',
  'destination',
  'created',
  'added',
  'compromised',
  'edited',
  'attacked',
  'attacker',
  'commandAndControl',
  'loaded',
  'suspicious',
  'policyViolator',
] as const;

/** Our word for where an alert comes from. */
export const products = ['dlp', 'insiderRisk', 'cloudApps', 'other'] as const;
export type Product = (typeof products)[number];
