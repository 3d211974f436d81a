import type { SharedFolder, Sharing, Site, SiteFile } from '../contoso/site.ts';
import { tenant } from '../contoso/tenant.ts';
import { findUser } from '../contoso/users.ts';

/** An entry of Graph's `permissions` of an item, as it is on the wire, but for where it is inherited from. */
export interface DrivePermission {
  id: string;
  roles: readonly string[];
  link?: Readonly<Record<string, unknown>>;
  grantedToV2?: Readonly<Record<string, unknown>>;
  grantedToIdentitiesV2?: readonly Readonly<Record<string, unknown>>[];
  hasPassword?: boolean;
  expirationDateTime?: string;
}

export interface LinkWish {
  type: 'view' | 'edit';
  scope: 'anonymous' | 'organization' | 'users';
  emails?: readonly string[];
  hasPassword?: boolean;
  /** Made in the dialogs of SharePoint only; Graph's `createLink` knows no such wish. */
  preventsDownload?: boolean;
  expirationDateTime?: string;
}

/** A sharing link; what it opens is decided by its scope. */
export function linkPermission(id: string, site: Site, wish: LinkWish): DrivePermission {
  const { type, scope, emails, hasPassword = false, preventsDownload = false, expirationDateTime } = wish;
  return {
    id,
    roles: [type === 'edit' ? 'write' : 'read'],
    hasPassword,
    ...(expirationDateTime !== undefined && { expirationDateTime }),
    ...(emails && { grantedToIdentitiesV2: emails.map(identityOf) }),
    link: {
      scope,
      type,
      preventsDownload,
      webUrl: `https://${new URL(site.webUrl).host}/:x:/s/${site.webUrl.split('/').at(-1)}/${id}`,
    },
  };
}

/** A grant to a person of the tenant or a guest. */
export function grantPermission(id: string, roles: readonly string[], email: string): DrivePermission {
  return { id, roles, grantedToV2: identityOf(email) };
}

/** What Contoso's data says of an item's own sharing. */
export function ownPermissions(site: Site, { sharing }: SiteFile | SharedFolder, now: Date): DrivePermission[] {
  return sharing.map((entry: Sharing) => {
    if (entry.kind === 'guest') return grantPermission(entry.id, [entry.role], entry.email);
    const type = entry.role === 'write' ? 'edit' : 'view';
    if (entry.kind === 'organizationLink') return linkPermission(entry.id, site, { type, scope: 'organization' });
    if (entry.kind === 'peopleLink') {
      return linkPermission(entry.id, site, { type, scope: 'users', emails: entry.emails });
    }
    const { hasPassword, preventsDownload, expiresInDays } = entry;
    const expiresAt = expiresInDays && new Date(now.getTime() + expiresInDays * 86_400_000);
    return linkPermission(entry.id, site, {
      type,
      scope: 'anonymous',
      ...(hasPassword && { hasPassword }),
      ...(preventsDownload && { preventsDownload }),
      ...(expiresAt && { expirationDateTime: expiresAt.toISOString() }),
    });
  });
}

/** What everything in a site inherits from its library: its groups, and in a OneDrive its owner. */
export function libraryPermissions(site: Site): DrivePermission[] {
  const owner = findUser(site.ownerId);
  if (site.kind === 'oneDrive') {
    return [{ id: `owner-${site.driveId.slice(2, 20)}`, roles: ['owner'], grantedToV2: identityOf(owner?.mail ?? '') }];
  }
  return (['owner', 'write', 'read'] as const).map((role, index) => {
    const name = `${site.displayName} ${{ owner: 'Owners', write: 'Members', read: 'Visitors' }[role]}`;
    return {
      id: Buffer.from(`${index + 3}${name}`).toString('base64url'),
      roles: [role],
      grantedToV2: { siteGroup: { displayName: name, id: String(index + 3), loginName: name } },
    };
  });
}

function identityOf(email: string): Readonly<Record<string, unknown>> {
  const member = findUser(email);
  const displayName = member?.displayName ?? email;
  const login = member?.userPrincipalName ?? `${email.replace('@', '_')}#ext#@${tenant.initialDomain}`;
  return {
    user: { displayName, email, ...(member && { id: member.id }) },
    siteUser: { displayName, email, id: '14', loginName: `i:0#.f|membership|${login}` },
  };
}
