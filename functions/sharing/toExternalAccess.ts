import { flag, read, recordsIn, text, texts, time, type VendorFields } from '../integrations/vendorJson/readers.ts';
import { UnmappableRecord } from '../integrations/vendorJson/unmappableRecord.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import type { ExternalAccess } from './externalAccess.ts';

type Person = ExternalAccess['people'][number];

const permissionShape = {
  permissionId: text('id'),
  roles: texts('roles'),
  hasPassword: flag('hasPassword'),
  expiresAt: time('expirationDateTime'),
};
const linkShape = { scope: text('scope'), type: text('type'), preventsDownload: flag('preventsDownload') };
const identityShape = { name: text('displayName'), email: text('email'), loginName: text('loginName') };

/**
 * Maps a permission of Graph that lets somebody outside in; undefined for one that does not.
 * https://learn.microsoft.com/graph/api/resources/permission
 * @throws {UnmappableRecord} for one without an id, or without roles by which to know an owner.
 */
export function toExternalAccess(record: VendorFields, internalDomains: readonly string[]): ExternalAccess | undefined {
  const { permissionId, roles, hasPassword, expiresAt } = read(permissionShape, record);
  if (permissionId === undefined) throw new UnmappableRecord('id: expected an id.');
  if (roles === undefined) throw new UnmappableRecord('roles: expected a list of texts.', permissionId);
  const link = isRecord(record.link) ? read(linkShape, record.link) : undefined;
  const identities = identitiesOf(record);
  const people = identities.map((identity) => personOf(identity, internalDomains));
  const kind = kindOf(link, identities, people);
  if (kind === undefined) return undefined;
  const isInherited = record.inheritedFrom !== undefined && record.inheritedFrom !== null;
  const inheritedFrom = isRecord(record.inheritedFrom)
    ? read({ path: text('path') }, record.inheritedFrom).path
    : undefined;
  return {
    permissionId,
    kind,
    roles,
    people,
    ...(link?.type !== undefined && { linkType: link.type }),
    ...(hasPassword !== undefined && { hasPassword }),
    ...(link?.preventsDownload !== undefined && { preventsDownload: link.preventsDownload }),
    ...(expiresAt !== undefined && { expiresAt }),
    isInherited,
    ...(inheritedFrom !== undefined && { inheritedFrom }),
    isRemovable: !isInherited && !roles.some((role) => ownerRole.test(role)),
  };
}

/** SharePoint's own role of full control is an owner's, too. */
const ownerRole = /owner|full ?control/i;

interface Identity {
  readonly name?: string;
  readonly email?: string;
  readonly loginName?: string;
}

/** The people and claims of an entry; groups are the tenant's own, and who is in them cannot be seen here. */
function identitiesOf({ grantedToV2, grantedToIdentitiesV2, invitation }: VendorFields): Identity[] {
  const sets = [...(isRecord(grantedToV2) ? [grantedToV2] : []), ...(recordsIn(grantedToIdentitiesV2) ?? [])];
  const named = sets.flatMap(({ user, siteUser }) => {
    if (!isRecord(user) && !isRecord(siteUser)) return [];
    return [
      { ...(isRecord(siteUser) && read(identityShape, siteUser)), ...(isRecord(user) && read(identityShape, user)) },
    ];
  });
  const invited = isRecord(invitation) ? read({ email: text('email') }, invitation) : {};
  return named.length === 0 && invited.email !== undefined ? [{ email: invited.email }] : named;
}

const guestLogin = /#ext#|urn(?::|%3a)spo(?::|%3a)(?:guest|anon)/i;
/** SharePoint's claim for everybody who signs in; the one that leaves guests out is spelled differently. */
const everyoneLogin = 'c:0(.s|true';

function personOf({ name, email, loginName }: Identity, internalDomains: readonly string[]): Person {
  const domain = email?.split('@').at(-1)?.toLowerCase();
  const isForeign = domain !== undefined && internalDomains.length > 0 && !internalDomains.includes(domain);
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    isExternal: isForeign || guestLogin.test(`${loginName} ${email}`),
  };
}

function kindOf(
  link: { readonly scope?: string } | undefined,
  identities: readonly Identity[],
  people: readonly Person[],
): ExternalAccess['kind'] | undefined {
  if (link?.scope === 'anonymous') return 'anonymousLink';
  if (identities.some(({ loginName }) => loginName?.toLowerCase() === everyoneLogin)) return 'everyone';
  if (!people.some(({ isExternal }) => isExternal)) return undefined;
  return link === undefined ? 'guest' : 'peopleLink';
}
