/** https://learn.microsoft.com/graph/api/resources/subjectrightsrequest */
export const requestTypes = ['export', 'access', 'delete', 'tagForAction'] as const;
export const requestStatuses = ['active', 'closed'] as const;
export const stages = [
  'contentEstimate',
  'contentRetrieval',
  'contentReview',
  'generateReport',
  'contentDeletion',
  'approval',
  'caseResolved',
] as const;
export const stageStatuses = ['notStarted', 'current', 'completed', 'failed'] as const;
export const dataSubjectTypes = [
  'customer',
  'currentEmployee',
  'formerEmployee',
  'prospectiveEmployee',
  'student',
  'teacher',
  'faculty',
  'other',
] as const;
