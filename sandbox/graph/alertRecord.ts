/** Members of Graph's alert enumerations in the order of their values (v1.0 metadata, August 2026). */
export const alertSeverities = ['unknown', 'informational', 'low', 'medium', 'high'] as const;
export const alertStatuses = ['unknown', 'new', 'inProgress', 'resolved'] as const;
export const alertClassifications = [
  'unknown',
  'falsePositive',
  'truePositive',
  'informationalExpectedActivity',
] as const;
export const alertDeterminations = [
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

/** Service sources that every caller sees by name. */
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
] as const;

/** Service sources that came after `unknownFutureValue`. */
export const laterServiceSources = [
  'microsoftDefenderForCloud',
  'microsoftSentinel',
  'microsoftInsiderRiskManagement',
  'microsoftThreatIntelligence',
  'microsoftSecurityForAI',
] as const;

/** Detection sources that every caller sees by name; all others came after `unknownFutureValue`. */
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
] as const;

/** Remediation statuses of evidence that every caller sees by name; all others came after `unknownFutureValue`. */
export const remediationStatuses = ['none', 'remediated', 'prevented', 'blocked', 'notFound'] as const;

export type AlertSeverity = (typeof alertSeverities)[number];
export type AlertStatus = (typeof alertStatuses)[number];

export type AlertComment = {
  comment: string | null;
  createdByDisplayName: string | null;
  createdDateTime: string;
};

export type Evidence = { '@odata.type': string; [property: string]: unknown };

/** An alert as Graph keeps it: every property of the v1.0 metadata, an unset scalar being null. */
export type AlertRecord = {
  id: string;
  actorDisplayName: string | null;
  additionalData: Record<string, unknown> | null;
  alertPolicyId: string | null;
  alertWebUrl: string | null;
  assignedTo: string | null;
  categories: string[];
  category: string | null;
  classification: (typeof alertClassifications)[number] | null;
  comments: AlertComment[];
  createdDateTime: string;
  customDetails: Record<string, unknown> | null;
  description: string | null;
  detectionSource: string | null;
  detectorId: string | null;
  determination: (typeof alertDeterminations)[number] | null;
  evidence: Evidence[];
  firstActivityDateTime: string | null;
  incidentId: string | null;
  incidentWebUrl: string | null;
  investigationState: string | null;
  lastActivityDateTime: string | null;
  lastUpdateDateTime: string;
  mitreTechniques: string[];
  productName: string | null;
  providerAlertId: string | null;
  recommendedActions: string | null;
  resolvedDateTime: string | null;
  serviceSource: string;
  severity: AlertSeverity;
  status: AlertStatus;
  systemTags: string[];
  tenantId: string | null;
  threatDisplayName: string | null;
  threatFamilyName: string | null;
  title: string | null;
};

/** What a scenario says of an alert; the store adds the rest. */
export type NewAlert = Partial<AlertRecord>;

/** An alert of which nothing is set but what Graph always sets. */
export function alertRecord(id: string, at: string, alert: NewAlert): AlertRecord {
  return {
    id,
    actorDisplayName: null,
    additionalData: null,
    alertPolicyId: null,
    alertWebUrl: null,
    assignedTo: null,
    categories: [],
    category: null,
    classification: null,
    comments: [],
    customDetails: null,
    description: null,
    detectionSource: 'unknown',
    detectorId: null,
    determination: null,
    evidence: [],
    firstActivityDateTime: null,
    incidentId: null,
    incidentWebUrl: null,
    investigationState: null,
    lastActivityDateTime: null,
    mitreTechniques: [],
    productName: null,
    providerAlertId: id.slice(2),
    recommendedActions: null,
    resolvedDateTime: null,
    serviceSource: 'unknown',
    severity: 'medium',
    status: 'new',
    systemTags: [],
    tenantId: null,
    threatDisplayName: null,
    threatFamilyName: null,
    title: null,
    ...alert,
    createdDateTime: alert.createdDateTime ?? at,
    lastUpdateDateTime: alert.lastUpdateDateTime ?? alert.createdDateTime ?? at,
  };
}
