import { arrivedPaths } from './arrivedPaths.ts';
import { fetchMetadata } from './fetchMetadata.ts';
import type { GraphUses } from './graphUses.ts';
import { metadataFaults } from './metadataFaults.ts';
import { printDrift } from './printDrift.ts';

export interface Comparison {
  readonly hasDrifted: boolean;
  /** For the terminal. */
  readonly report: string;
}

/** Compares what the code uses of Graph with the metadata that a Graph publishes now; rejects when it cannot be read. */
export async function compareWithGraph(uses: GraphUses, origin: string): Promise<Comparison> {
  const [released, beta] = await Promise.all([fetchMetadata(origin, 'v1.0'), fetchMetadata(origin, 'beta')]);
  const drifts = [
    { version: 'v1.0', faults: metadataFaults(uses, released, 'v1.0'), arrived: [] },
    { version: 'beta', faults: metadataFaults(uses, beta, 'beta'), arrived: arrivedPaths(uses, released) },
  ] as const;
  return { hasDrifted: drifts.some(({ faults }) => faults.length > 0), report: printDrift(uses, drifts) };
}
