import type { Alert } from './alert.ts';

/** An alert for the examples in the docs. */
export const exampleAlert: Alert = {
  alertId: 'dl0c1f4c1e-5d0b-4d4e-9f0e-3f1f6a3a8c11',
  title: 'DLP policy (Financial data) matched for document (Salaries.xlsx) in OneDrive',
  severity: 'high',
  status: 'inProgress',
  product: 'dlp',
  policyName: 'Financial data',
  policyId: '7f5b3f0c-0b0e-4a53-9c1b-0a7f9f4f3c55',
  actor: 'adele@contoso.com',
  userPrincipalName: 'adele@contoso.com',
  userDisplayName: 'Adele Vance',
  assignedTo: 'megan@contoso.com',
  createdAt: '2026-09-01T08:00:00.000Z',
  updatedAt: '2026-09-01T08:05:00.000Z',
  portalUrl: 'https://security.microsoft.com/alerts/dl0c1f4c1e-5d0b-4d4e-9f0e-3f1f6a3a8c11',
  users: [{ userPrincipalName: 'adele@contoso.com', displayName: 'Adele Vance' }],
  files: [{ name: 'Salaries.xlsx', url: 'https://contoso-my.sharepoint.com/personal/adele/Documents/Salaries.xlsx' }],
  sites: ['https://contoso-my.sharepoint.com/personal/adele'],
};
