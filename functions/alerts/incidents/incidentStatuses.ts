/** Members of the v1.0 metadata's enumeration (August 2026), without its sentinel. */
export const incidentStatuses = [
  'unknown',
  'active',
  'inProgress',
  'resolved',
  'redirected',
  'awaitingAction',
] as const;
