import { fieldsOf, isFields, memberOf, stringOf } from './bodyFields.ts';
import { type DrivePermission, grantPermission, linkPermission } from './drivePermission.ts';
import type { DriveItem, DriveStore } from './driveStore.ts';
import { fileReadRights } from './fileReadRights.ts';
import { badRequest, GraphError } from './graphError.ts';
import type { GraphCall, GraphRoute } from './graphRoute.ts';
import { itemOf } from './siteAccess.ts';

const writePermissions = ['Files.ReadWrite', 'Files.ReadWrite.All', 'Sites.ReadWrite.All'];
const writeRights = { delegated: writePermissions, application: writePermissions.slice(1) };
const path = '/drives/{driveId}/items/{itemId}';

/** An item's `permissions`, `createLink` and `invite`. */
export function itemPermissionRoutes(drives: DriveStore): GraphRoute[] {
  return [
    {
      method: 'GET',
      path: `${path}/permissions`,
      permissions: fileReadRights,
      answer(call) {
        const context = `${call.origin}/v1.0/$metadata#permissions`;
        const value = allPermissions(itemOf(call, drives)).map(presented);
        return { status: 200, body: { '@odata.context': context, value } };
      },
    },
    {
      method: 'GET',
      path: `${path}/permissions/{permissionId}`,
      permissions: fileReadRights,
      answer: (call) => ({ status: 200, body: presented(permissionOf(call, itemOf(call, drives))) }),
    },
    {
      method: 'DELETE',
      path: `${path}/permissions/{permissionId}`,
      permissions: writeRights,
      answer(call) {
        const item = itemOf(call, drives);
        const { permission, from } = permissionOf(call, item);
        if (from) throw new GraphError(400, 'invalidRequest', 'Only non-inherited permissions can be deleted.');
        if (permission.roles.includes('owner')) throw new GraphError(403, 'accessDenied', 'The owner cannot go.');
        item.permissions = item.permissions.filter((other) => other !== permission);
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: `${path}/createLink`,
      permissions: writeRights,
      answer(call) {
        const item = itemOf(call, drives);
        const wish = linkWish(call);
        const same = item.permissions.find(
          ({ link }) => link?.type === wish.type && link?.scope === wish.scope && link?.preventsDownload === false,
        );
        // As Graph does, an equal link that is there already is answered again.
        if (same && wish.scope !== 'users') return { status: 200, body: presented({ permission: same }) };
        return { status: 201, body: presented({ permission: added(item, drives, wish) }) };
      },
    },
    {
      method: 'POST',
      path: `${path}/invite`,
      permissions: writeRights,
      answer(call) {
        const item = itemOf(call, drives);
        const { recipients, roles, requireSignIn, sendInvitation, ...others } = fieldsOf(call.body);
        // An end is taken and not heeded, as SharePoint does with what is no link.
        refuseOthers(others, ['message', 'expirationDateTime', 'password', 'retainInheritedPermissions']);
        if (requireSignIn === false && sendInvitation === false) throw badRequest('requireSignIn must be true.');
        const granted = rolesOf(roles);
        const value = emailsOf(recipients).map((email) => {
          const permission = grantPermission(drives.newId(), granted, email);
          item.permissions = [...item.permissions, permission];
          return presented({ permission });
        });
        return { status: 200, body: { value } };
      },
    },
  ];
}

interface Found {
  permission: DrivePermission;
  /** Where it is inherited from. */
  from?: DriveItem;
}

function allPermissions(item: DriveItem): Found[] {
  const inherited = [];
  for (let from = item.parent; from; from = from.parent) {
    for (const permission of from.permissions) inherited.push({ permission, from });
  }
  return [...item.permissions.map((permission) => ({ permission })), ...inherited];
}

function permissionOf(call: GraphCall, item: DriveItem): Found {
  const found = allPermissions(item).find(({ permission }) => permission.id === call.param('permissionId'));
  if (!found) throw new GraphError(404, 'itemNotFound', 'The specified object was not found.');
  return found;
}

const presented = ({ permission, from }: Found): Readonly<Record<string, unknown>> => ({
  ...permission,
  shareId: `u!${Buffer.from(permission.id).toString('base64url')}`,
  ...(from && {
    inheritedFrom: {
      driveId: from.site.driveId,
      id: from.id,
      path: `/drives/${from.site.driveId}/root:${from.path && `/${from.path}`}`,
    },
  }),
});

function linkWish(call: GraphCall) {
  const { type, scope, recipients, expirationDateTime, password, sendNotification, ...others } = fieldsOf(call.body);
  refuseOthers(others, ['message', 'retainInheritedPermissions']);
  if (sendNotification !== undefined && typeof sendNotification !== 'boolean') throw badRequest('sendNotification');
  const known = memberOf('scope', scope, ['anonymous', 'organization', 'users']);
  return {
    type: memberOf('type', type, ['view', 'edit']),
    scope: known,
    ...(known === 'users' && { emails: emailsOf(recipients) }),
    ...(password !== undefined && { hasPassword: stringOf('password', password) !== '' }),
    ...(expirationDateTime !== undefined && {
      expirationDateTime: stringOf('expirationDateTime', expirationDateTime),
    }),
  };
}

function added(item: DriveItem, drives: DriveStore, wish: ReturnType<typeof linkWish>): DrivePermission {
  const permission = linkPermission(drives.newId(), item.site, wish);
  item.permissions = [...item.permissions, permission];
  return permission;
}

function rolesOf(roles: unknown): readonly string[] {
  if (!Array.isArray(roles) || roles.length === 0) throw badRequest("The property 'roles' must be a list.");
  return roles.map((role) => memberOf('roles', role, ['read', 'write']));
}

function emailsOf(recipients: unknown): readonly string[] {
  if (!Array.isArray(recipients) || recipients.length === 0) throw badRequest('At least one recipient is required.');
  return recipients.map((recipient) => {
    const email = isFields(recipient) ? recipient.email : undefined;
    if (typeof email !== 'string' || !email.includes('@')) throw badRequest('A recipient needs an email address.');
    return email;
  });
}

function refuseOthers(others: object, known: readonly string[]): void {
  const unknown = Object.keys(others).find((name) => !known.includes(name));
  if (unknown !== undefined) throw badRequest(`The parameter '${unknown}' does not exist in the action.`);
}
