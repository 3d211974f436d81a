/** https://learn.microsoft.com/graph/api/resources/security-ediscoverycase */
export const caseStatuses = ['active', 'pendingDelete', 'closing', 'closed', 'closedWithError', 'unknown'] as const;
export const operationStatuses = [
  'notStarted',
  'submissionFailed',
  'running',
  'succeeded',
  'partiallySucceeded',
  'failed',
] as const;
export const operationActions = [
  'contentExport',
  'applyTags',
  'convertToPdf',
  'index',
  'estimateStatistics',
  'addToReviewSet',
  'holdUpdate',
  'purgeData',
  'exportReport',
  'exportResult',
  'holdPolicySync',
] as const;
export const holdStatuses = ['notApplied', 'applied', 'applying', 'removing', 'partial'] as const;
export const custodianStatuses = ['active', 'released'] as const;
export const searchScopes = [
  'allCaseCustodians',
  'allCaseNoncustodialDataSources',
  'allTenantMailboxes',
  'allTenantSites',
] as const;
