import type { RoutePermissions } from './graphRoute.ts';

const everywhere = ['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All', 'Sites.ReadWrite.All'];

/** What lets a caller read files; the permissions for a person's own files exist for people only. */
export const fileReadRights: RoutePermissions = {
  delegated: ['Files.Read', 'Files.ReadWrite', ...everywhere],
  application: everywhere,
};
