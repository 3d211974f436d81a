import { flag, read, recordsIn, text, texts, time, type VendorFields } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { type Infer, schema } from '../runtime/schema.ts';

export const accessKinds = ['anonymousLink', 'peopleLink', 'guest', 'everyone'] as const;

export const accessProperties = {
  permissionId: {
    type: 'string',
    'x-ms-summary': 'Access Id',
    description: 'The id of this entry, for Remove external access.',
  },
  kind: {
    type: 'string',
    enum: accessKinds,
    'x-ms-summary': 'Kind',
    description:
      'An anonymous link, for whoever has it; a people link, for named people of whom at least one is outside; guest, a grant to somebody outside; everyone, a grant to all who sign in, guests included.',
  },
  roles: {
    type: 'array',
    items: { type: 'string' },
    'x-ms-summary': 'Roles',
    description: 'What it allows: read, write or owner.',
  },
  linkType: {
    type: 'string',
    'x-ms-summary': 'Link Type',
    'x-ms-visibility': 'advanced',
    description: 'For a link: view or edit. The address of the link is not told, since it opens the file.',
  },
  people: {
    type: 'array',
    'x-ms-summary': 'People',
    description: 'Who is named in it; an anonymous link names nobody.',
    items: {
      type: 'object',
      properties: {
        name: { type: 'string', 'x-ms-summary': 'Person Name', description: 'The name of the person.' },
        email: { type: 'string', 'x-ms-summary': 'Person Email', description: 'The address of the person.' },
        isExternal: {
          type: 'boolean',
          'x-ms-summary': 'Is Outside',
          description: 'Whether the person is a guest or has an address outside the organisation.',
        },
      },
      required: ['isExternal'],
    },
  },
  hasPassword: {
    type: 'boolean',
    'x-ms-summary': 'Has Password',
    'x-ms-visibility': 'advanced',
    description: 'Whether the link asks for a password.',
  },
  expiresAt: {
    type: 'string',
    format: 'date-time',
    'x-ms-summary': 'Expires At',
    description: 'When it ends by itself; left out when it does not.',
  },
  isInherited: {
    type: 'boolean',
    'x-ms-summary': 'Is Inherited',
    description: 'Whether it comes from a folder above, where alone it can be removed.',
  },
  inheritedFrom: {
    type: 'string',
    'x-ms-summary': 'Inherited From',
    'x-ms-visibility': 'advanced',
    description: 'The folder that it comes from, where the service says so.',
  },
  isRemovable: {
    type: 'boolean',
    'x-ms-summary': 'Can Be Removed',
    description: 'Whether Remove external access would take it: neither an inherited entry nor one of an owner.',
  },
} as const;

export const externalAccessSchema = schema({
  type: 'object',
  title: 'ExternalAccess',
  'x-ms-summary': 'External Access',
  description: 'One way in which a file or folder is open to people outside.',
  properties: accessProperties,
  required: ['permissionId', 'kind', 'roles', 'people', 'isInherited', 'isRemovable'],
});

export type ExternalAccess = Infer<typeof externalAccessSchema>;
type Person = ExternalAccess['people'][number];

/** An entry of permissions that cannot be read: without an id, or without roles by which to know an owner. */
export const unreadable = Symbol('unreadable');

const permissionShape = {
  permissionId: text('id'),
  roles: texts('roles'),
  hasPassword: flag('hasPassword'),
  expiresAt: time('expirationDateTime'),
};
const linkShape = { scope: text('scope'), type: text('type') };
const identityShape = { name: text('displayName'), email: text('email'), loginName: text('loginName') };

/**
 * Maps a permission of Graph that lets somebody outside in; undefined for one that does not.
 * https://learn.microsoft.com/graph/api/resources/permission
 */
export function toExternalAccess(
  record: VendorFields,
  internalDomains: readonly string[],
): ExternalAccess | undefined | typeof unreadable {
  const { permissionId, roles, hasPassword, expiresAt } = read(permissionShape, record);
  if (permissionId === undefined || roles === undefined) return unreadable;
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

export const exampleAccess = {
  permissionId: '4h2Z2KV_wHbAMKToQOcI1yH6',
  kind: 'guest',
  roles: ['write'],
  people: [{ name: 'forensics@fabrikam.com', email: 'forensics@fabrikam.com', isExternal: true }],
  isInherited: false,
  isRemovable: true,
} satisfies ExternalAccess;
