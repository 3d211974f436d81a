import { createHash, randomBytes } from 'node:crypto';
import { itemUrl, type SharedFolder, type Site, type SiteFile } from '../contoso/site.ts';
import { sites } from '../contoso/sites.ts';
import type { Clock } from './clock.ts';
import { type DrivePermission, libraryPermissions, ownPermissions } from './drivePermission.ts';

/** A file or folder of a document library, with what can be changed about it. */
export interface DriveItem {
  id: string;
  site: Site;
  name: string;
  /** Inside the library; empty for the library's own root. */
  path: string;
  webUrl: string;
  parent?: DriveItem;
  file?: SiteFile;
  /** Its own entries; those of the items above come besides. */
  permissions: DrivePermission[];
  sensitivityLabel?: { sensitivityLabelId: string; assignmentMethod: string };
  retentionLabel?: { name: string; appliedById: string; appliedAt: string };
}

export interface DriveStore {
  /** Undefined when there is no such drive or item; `root` names the library itself. */
  item(driveId: string, itemId: string): DriveItem | undefined;
  /** By an address in the browser, in any letter case and with or without a query, or by a sharing link. */
  itemAt(webUrl: string): DriveItem | undefined;
  children(item: DriveItem): readonly DriveItem[];
  /** A new id of the form that items and permissions have. */
  newId(): string;
}

/** The document libraries of Contoso's sites, as they are when the sandbox starts. */
export function createDriveStore(clock: Clock): DriveStore {
  const items = Object.values<Site>(sites).flatMap((site) => itemsOf(site, clock));
  const byAddress = new Map(items.map((item) => [addressKey(item.webUrl), item]));
  return {
    item: (driveId, itemId) =>
      items.find(({ site, id, path }) => site.driveId === driveId && (id === itemId || (itemId === 'root' && !path))),
    itemAt: (webUrl) =>
      byAddress.get(addressKey(webUrl)) ??
      items.find(({ permissions }) => permissions.some(({ link }) => link?.webUrl === webUrl)),
    children: (item) => items.filter(({ parent }) => parent === item),
    newId: () => randomBytes(18).toString('base64url'),
  };
}

function itemsOf(site: Site, clock: Clock): DriveItem[] {
  const root: DriveItem = {
    id: folderId(site, ''),
    site,
    name: 'root',
    path: '',
    webUrl: itemUrl(site, ''),
    permissions: libraryPermissions(site),
  };
  const found = new Map([['', root]]);
  const folders = Object.values<SharedFolder>(site.folders ?? {});
  const folderAt = (path: string): DriveItem => {
    const known = found.get(path);
    if (known) return known;
    const parent = folderAt(path.split('/').slice(0, -1).join('/'));
    const shared = folders.find((folder) => folder.path === path);
    const id = shared?.id ?? folderId(site, path);
    const permissions = shared ? ownPermissions(site, shared, clock.now()) : [];
    const name = path.split('/').at(-1) ?? path;
    const folder = { id, site, name, path, webUrl: itemUrl(site, path), parent, permissions };
    found.set(path, folder);
    return folder;
  };
  const files = Object.values<SiteFile>(site.files).map((file): DriveItem => {
    const { id, name, labelId, folder } = file;
    const path = folder === '' ? name : `${folder}/${name}`;
    const parent = folderAt(folder);
    return {
      id,
      site,
      name,
      path,
      webUrl: itemUrl(site, path),
      parent,
      file,
      permissions: ownPermissions(site, file, clock.now()),
      ...(labelId && { sensitivityLabel: { sensitivityLabelId: labelId, assignmentMethod: 'standard' } }),
    };
  });
  return [...found.values(), ...files];
}

const folderId = ({ driveId }: Site, path: string): string =>
  `01${createHash('sha256').update(`${driveId}/${path}`).digest('hex').toUpperCase().slice(0, 32)}`;

function addressKey(webUrl: string): string {
  const url = URL.parse(webUrl);
  if (!url) return '';
  // Spelled by the parser, so that what is encoded and what is not are the same.
  const path = url.pathname.replaceAll('%20', ' ').replace(/\/$/, '');
  return `${url.host}${path}`.toLowerCase();
}
