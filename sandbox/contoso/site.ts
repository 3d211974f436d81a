/** One way in which a file or folder is open to others than the members of its site. */
export type Sharing =
  | {
      id: string;
      kind: 'anonymousLink';
      role: 'read' | 'write';
      hasPassword?: true;
      preventsDownload?: true;
      expiresInDays?: number;
    }
  | { id: string; kind: 'organizationLink'; role: 'read' | 'write' }
  | { id: string; kind: 'peopleLink'; role: 'read' | 'write'; emails: readonly string[] }
  | { id: string; kind: 'guest'; role: 'read' | 'write'; email: string; idleDays: number };

export interface SiteFile {
  id: string;
  name: string;
  /** Of the folder inside the document library, without a leading slash; empty for the library itself. */
  folder: string;
  mimeType: string;
  sizeBytes: number;
  ownerId: string;
  /** Counted back from the start of the sandbox. */
  lastModifiedDaysAgo: number;
  labelId?: string;
  /** An encryption that SharePoint cannot open, by the code of Graph's refusal. */
  encryption?: 'fileDoubleKeyEncrypted' | 'fileDecryptionNotSupported' | 'fileDecryptionDeferred';
  sensitiveInformation: readonly { typeId: string; count: number; confidence: number }[];
  sharing: readonly Sharing[];
}

/** A folder that is shared itself; the others are known from the files in them. */
export interface SharedFolder {
  id: string;
  /** Inside the document library, as of a file. */
  path: string;
  sharing: readonly Sharing[];
}

export interface Site {
  /** Graph's composite id: host, site collection, web. */
  id: string;
  kind: 'sharePoint' | 'oneDrive';
  displayName: string;
  webUrl: string;
  driveId: string;
  ownerId: string;
  /** Everybody who may open and edit what is in it, the owner included. */
  memberIds: readonly string[];
  folders?: Readonly<Record<string, SharedFolder>>;
  files: Readonly<Record<string, SiteFile>>;
}

/** The address of a file in the browser. */
export function fileUrl(site: Site, file: SiteFile): string {
  return itemUrl(site, `${file.folder}/${file.name}`);
}

/** The same as SharePoint writes it into audit records: nothing in it is escaped. */
export const recordedUrl = (site: Site, file: SiteFile): string => decodeURIComponent(fileUrl(site, file));

/** The address of whatever has that path inside the document library; of the library itself, when it is empty. */
export function itemUrl(site: Site, path: string): string {
  const library = site.kind === 'oneDrive' ? 'Documents' : 'Shared Documents';
  const segments = [library, ...path.split('/')].filter((segment) => segment !== '');
  return `${site.webUrl}/${segments.map(encodeURIComponent).join('/')}`;
}
