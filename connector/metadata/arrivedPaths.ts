import type { GraphUses } from './graphUses.ts';
import { lostSegment } from './metadataFaults.ts';
import type { Metadata } from './readMetadata.ts';

/** The beta paths of the code that the metadata of v1.0 has. */
export const arrivedPaths = ({ paths }: GraphUses, released: Metadata): readonly string[] =>
  paths
    .filter(({ version, path }) => version === 'beta' && lostSegment(released, path) === undefined)
    .map(({ path }) => path);
