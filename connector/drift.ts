import { join } from 'node:path';
import { arrivedPaths } from './metadata/arrivedPaths.ts';
import { fetchMetadata } from './metadata/fetchMetadata.ts';
import { graphUses } from './metadata/graphUses.ts';
import { metadataFaults } from './metadata/metadataFaults.ts';
import { printDrift } from './metadata/printDrift.ts';

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
  console.error(`The metadata of ${origin} could not be read: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
