import { createReceipts } from '../../functions/sharing/receipts.ts';
import { sharingFor } from '../../functions/sharing/sharingOfGraph.ts';
import { startFiles } from '../integrations/sharePoint/startFiles.ts';
import { tableForTest } from '../tableForTest.ts';

/** Contoso's files and what they are shared by, and what the sharing operations need. */
export async function startSharing(options: { readonly permissions?: readonly string[] } = {}) {
  const files = await startFiles(options);
  return {
    ...files,
    receipts: createReceipts(await tableForTest()),
    sharingFor: sharingFor(files.clients, { internalDomains: ['contoso.com', 'contoso.onmicrosoft.com'] }),
  };
}
