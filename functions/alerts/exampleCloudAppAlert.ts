import type { Alert } from './alert.ts';

/** A cloud app alert for the examples in the docs. */
export const exampleCloudAppAlert: Alert = {
  alertId: 'ca64f0c1d25e9b3a0f1c2d3e4f',
  title: 'Mass download by a single user',
  severity: 'medium',
  status: 'new',
  product: 'cloudApps',
  actor: 'alex@contoso.com',
  userPrincipalName: 'alex@contoso.com',
  userDisplayName: 'Alex Wilber',
  createdAt: '2026-09-01T08:00:00.000Z',
  updatedAt: '2026-09-01T08:00:00.000Z',
  portalUrl: 'https://security.microsoft.com/alerts/ca64f0c1d25e9b3a0f1c2d3e4f',
  users: [{ userPrincipalName: 'alex@contoso.com', displayName: 'Alex Wilber' }],
  cloudApps: [{ name: 'Dropbox', appId: '11627', instanceName: 'Dropbox' }],
};
