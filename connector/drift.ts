import { join } from 'node:path';
import { commandFlags } from './commandFlags.ts';
import { arrivedPaths } from './metadata/arrivedPaths.ts';
import { fetchMetadata } from './metadata/fetchMetadata.ts';
import { graphUses } from './metadata/graphUses.ts';
import { metadataFaults } from './metadata/metadataFaults.ts';
import { printDrift } from './metadata/printDrift.ts';

const usage = `npm run drift

Compares what the code uses of Microsoft Graph with Graph's live metadata. Exit code 1: drift, 2: nothing could be
compared. GRAPH_BASE_URL names another origin than https://graph.microsoft.com.`;

commandFlags(usage, {});

const origin = process.env.GRAPH_BASE_URL || 'https://graph.microsoft.com';
const uses = await graphUses(join(import.meta.dirname, '..'));
try {
  const [released, beta] = await Promise.all([fetchMetadata(origin, 'v1.0'), fetchMetadata(origin, 'beta')]);
  const drifts = [
    { version: 'v1.0', faults: metadataFaults(uses, released, 'v1.0'), arrived: [] },
    { version: 'beta', faults: metadataFaults(uses, beta, 'beta'), arrived: arrivedPaths(uses, released) },
  ] as const;
  console.log(printDrift(uses, drifts));
  process.exitCode = drifts.some(({ faults }) => faults.length > 0) ? 1 : 0;
} catch (error) {
  // Another exit code than drift: nothing was compared.
  const causes = error instanceof Error && error.cause instanceof Error ? [error, error.cause] : [error];
  const reasons = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
  console.error(`The metadata of ${origin} could not be read: ${reasons.join(': ')}`);
  process.exitCode = 2;
}
