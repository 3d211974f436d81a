import { findUser } from '../contoso/users.ts';
import type { DriveItem, DriveStore } from './driveStore.ts';
import { fileReadRights } from './fileReadRights.ts';
import { badRequest } from './graphError.ts';
import type { GraphCall, GraphRoute } from './graphRoute.ts';
import { itemOf, openedItem } from './siteAccess.ts';

const sharePermissions = ['Files.ReadWrite', 'Files.ReadWrite.All', 'Sites.ReadWrite.All'];

/** `/shares/{address}/driveItem`, `/drives/{id}/items/{id}` and its children. */
export function driveItemRoutes(drives: DriveStore): GraphRoute[] {
  return [
    {
      method: 'GET',
      path: '/shares/{shareId}/driveItem',
      permissions: { delegated: sharePermissions, application: sharePermissions.slice(1) },
      answer: (call) => itemAnswer(call, drives, openedItem(call, drives.itemAt(addressOf(call.param('shareId'))))),
    },
    {
      method: 'GET',
      path: '/drives/{driveId}/items/{itemId}',
      permissions: fileReadRights,
      answer: (call) => itemAnswer(call, drives, itemOf(call, drives)),
    },
    {
      method: 'GET',
      path: '/drives/{driveId}/items/{itemId}/children',
      permissions: fileReadRights,
      answer(call) {
        const children = drives.children(itemOf(call, drives));
        const context = `${call.origin}/v1.0/$metadata#driveItems`;
        const value = children.map((child) => presentedItem(child, drives));
        return { status: 200, body: { '@odata.context': context, value } };
      },
    },
  ];
}

/** The address within a sharing token: `u!` and unpadded base64url. */
function addressOf(shareId: string): string {
  const [, encoded] = /^u!([\w-]+)$/.exec(shareId) ?? [];
  const address = Buffer.from(encoded ?? '', 'base64url').toString();
  if (!URL.canParse(address)) throw badRequest('The sharing token is not valid.');
  return address;
}

const itemAnswer = (call: GraphCall, drives: DriveStore, item: DriveItem) => ({
  status: 200,
  body: { '@odata.context': `${call.origin}/v1.0/$metadata#driveItems/$entity`, ...presentedItem(item, drives) },
});

function presentedItem(item: DriveItem, drives: DriveStore): Readonly<Record<string, unknown>> {
  const { id, name, site, parent, file, webUrl } = item;
  const owner = findUser(file?.ownerId ?? site.ownerId);
  return {
    id,
    name,
    webUrl,
    size: file?.sizeBytes ?? 0,
    createdBy: { user: { id: owner?.id, displayName: owner?.displayName, email: owner?.mail } },
    parentReference: {
      driveId: site.driveId,
      driveType: site.kind === 'oneDrive' ? 'business' : 'documentLibrary',
      siteId: site.id.split(',')[1],
      ...(parent && { id: parent.id, name: parent.name, path: `/drives/${site.driveId}/root:/${parent.path}` }),
    },
    ...(file
      ? { file: { mimeType: file.mimeType, hashes: {} } }
      : { folder: { childCount: drives.children(item).length } }),
    ...(!parent && { root: {} }),
  };
}
