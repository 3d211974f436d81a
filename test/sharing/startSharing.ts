import { randomUUID } from 'node:crypto';
import { Secret } from '../../functions/runtime/secret.ts';
import { createReceipts } from '../../functions/sharing/receipts.ts';
import { sharingFor } from '../../functions/sharing/sharingOfGraph.ts';
import { openTable } from '../../functions/storage/table.ts';
import { azurite } from '../azurite.ts';
import { startFiles } from '../integrations/sharePoint/startFiles.ts';

/** Contoso's files and what they are shared by, and what the sharing operations need. */
export async function startSharing(options: { readonly permissions?: readonly string[] } = {}) {
  const { connectionString } = await azurite();
  const table = openTable({ connectionString: new Secret(connectionString) }, `t${randomUUID().replaceAll('-', '')}`);
  const files = await startFiles(options);
  return {
    ...files,
    receipts: createReceipts(table),
    sharingFor: sharingFor(files.clients, { internalDomains: ['contoso.com', 'contoso.onmicrosoft.com'] }),
  };
}
