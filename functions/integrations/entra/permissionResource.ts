export interface PermissionResource {
  readonly title: string;
  /** The same in every tenant. */
  readonly appId: string;
  /** What a token is asked for that holds all permissions on it. */
  readonly scope: string;
}

const graph: PermissionResource = {
  title: 'Microsoft Graph',
  appId: '00000003-0000-0000-c000-000000000000',
  scope: 'https://graph.microsoft.com/.default',
};
const managementApis: PermissionResource = {
  title: 'Office 365 Management APIs',
  appId: 'c5393580-f805-4401-95e8-94b7a6ef2fc2',
  scope: 'https://manage.office.com/.default',
};

/** The service that a permission belongs to, known by its name. */
export const resourceOf = (permission: string): PermissionResource =>
  permission.startsWith('ActivityFeed.') ? managementApis : graph;
