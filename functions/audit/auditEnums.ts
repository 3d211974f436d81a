/** https://learn.microsoft.com/graph/api/resources/security-auditlogquery */
export const searchStatuses = ['notStarted', 'running', 'succeeded', 'failed', 'cancelled'] as const;
