import type { PathUse } from './graphUses.ts';
import { type Metadata, readMetadata } from './readMetadata.ts';

const timeoutMs = 120_000;

/**
 * Fetches the metadata of one version of Graph, which takes no token;
 * https://learn.microsoft.com/graph/traverse-the-graph#microsoft-graph-api-metadata
 */
export async function fetchMetadata(origin: string, version: PathUse['version']): Promise<Metadata> {
  const address = new URL(`/${version}/$metadata`, origin);
  const answer = await fetch(address, {
    headers: { accept: 'application/xml' },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  return readMetadata(await answer.text());
}
