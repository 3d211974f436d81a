/** The simulated tenant that all of the sandbox belongs to. */
export const tenant = {
  id: '3ceaaf30-8142-48ea-91d9-3080f9b439fc',
  displayName: 'Contoso',
  defaultDomain: 'contoso.com',
  initialDomain: 'contoso.onmicrosoft.com',
  sharePointHost: 'contoso.sharepoint.com',
  oneDriveHost: 'contoso-my.sharepoint.com',
} as const;
