import { allRecords } from '../integrations/graph/allRecords.ts';
import type { Graph, GraphClients } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import type { FileItem } from '../integrations/sharePoint/fileItem.ts';
import type { FileReference } from '../integrations/sharePoint/fileReference.ts';
import { findFile } from '../integrations/sharePoint/findFile.ts';
import { read, recordsIn, text } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import type { Caller } from '../runtime/caller.ts';
import { Problem } from '../runtime/problem.ts';
import { type AccessList, accessList } from './accessList.ts';
import { type SiteChoice, toSiteChoice } from './siteChoice.ts';

type Place = Pick<FileItem, 'driveId' | 'itemId'>;

export interface NewLink {
  readonly type: 'view' | 'edit';
  readonly scope: 'anonymous' | 'users';
  readonly emails?: readonly string[];
  readonly expiresAt?: string;
}

/** The sharing of files as the person sees it on whose behalf it is asked for. */
export interface SharingOfGraph {
  /** The sites that the person may open, by title. */
  sites(search: string): Promise<SiteChoice[]>;
  find(reference: FileReference): Promise<FileItem>;
  externalAccess(item: Place): Promise<AccessList>;
  has(item: Place, permissionId: string): Promise<boolean>;
  /** Whether it was there to remove. */
  remove(item: Place, permissionId: string): Promise<boolean>;
  /** Gives the id of the new entry, where the service tells it. */
  createLink(item: Place, link: NewLink): Promise<string | undefined>;
  /** Grants for good, and without sending a mail. */
  invite(item: Place, email: string, roles: readonly string[]): Promise<string | undefined>;
}

export type SharingFor = (caller: Caller) => SharingOfGraph;

export interface SharingOptions {
  /** Small letters; empty: that of the caller's own name. */
  readonly internalDomains: readonly string[];
}

export const sharingFor =
  (clients: GraphClients, { internalDomains }: SharingOptions): SharingFor =>
  (caller) =>
    sharingOfGraph(clients.onBehalfOf(caller), internalDomains.length > 0 ? internalDomains : domainsOf(caller));

const domainsOf = ({ userPrincipalName = '' }: Caller): readonly string[] => {
  const [, domain] = userPrincipalName.toLowerCase().split('@');
  return domain === undefined ? [] : [domain];
};

/** https://learn.microsoft.com/graph/api/resources/permission */
export function sharingOfGraph(graph: Graph, internalDomains: readonly string[]): SharingOfGraph {
  const sites = graph.needing({ permission: 'Sites.Read.All' });
  const files = graph.needing({ permission: 'Files.ReadWrite' });
  const readable = graph.needing({ permission: 'Files.Read.All' });
  const writable = graph.needing({ permission: 'Files.ReadWrite.All' });

  return {
    async sites(search) {
      const select = ['id', 'displayName', 'name', 'webUrl', 'isPersonalSite'];
      const found = await allRecords(sites.pages(graphPath`/sites`, { search, select }));
      return found.flatMap(toSiteChoice).sort((one, other) => one.title.localeCompare(other.title));
    },
    find: (reference) => findFile(files, reference),
    async externalAccess({ driveId, itemId }) {
      const records = await allRecords(readable.pages(graphPath`/drives/${driveId}/items/${itemId}/permissions`));
      return accessList(records, internalDomains);
    },
    has: ({ driveId, itemId }, permissionId) =>
      unlessMissing(readable.get(graphPath`/drives/${driveId}/items/${itemId}/permissions/${permissionId}`)),
    remove: ({ driveId, itemId }, permissionId) =>
      unlessMissing(writable.delete(graphPath`/drives/${driveId}/items/${itemId}/permissions/${permissionId}`)),
    async createLink({ driveId, itemId }, { type, scope, emails, expiresAt }) {
      const made = await writable.post(graphPath`/drives/${driveId}/items/${itemId}/createLink`, {
        type,
        scope,
        ...(emails && { recipients: emails.map((email) => ({ email })), sendNotification: false }),
        ...(expiresAt !== undefined && { expirationDateTime: expiresAt }),
      });
      return idOf(made);
    },
    // https://learn.microsoft.com/graph/api/driveitem-invite
    async invite({ driveId, itemId }, email, roles) {
      const made = await writable.post(graphPath`/drives/${driveId}/items/${itemId}/invite`, {
        recipients: [{ email }],
        roles,
        requireSignIn: true,
        sendInvitation: false,
      });
      return idOf(recordsIn(isRecord(made) ? made.value : undefined)?.[0]);
    },
  };
}

const idOf = (record: unknown): string | undefined =>
  isRecord(record) ? read({ id: text('id') }, record).id : undefined;

async function unlessMissing(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'NotFound') return false;
    throw error;
  }
}
