import type { GraphUses, PathUse } from './graphUses.ts';

export interface VersionDrift {
  readonly version: PathUse['version'];
  readonly faults: readonly string[];
  /** Beta paths that v1.0 has by now, and that no setting has to guard any more. */
  readonly arrived: readonly string[];
}

/** The report of a comparison for the terminal. */
export function printDrift(uses: GraphUses, drifts: readonly VersionDrift[]): string {
  const members = uses.enums.flatMap((table) => table.members).length;
  const head = `Compared ${uses.paths.length} paths, ${uses.properties.length} properties and ${members} members of ${uses.enums.length} enumerations with Microsoft Graph's metadata.`;
  const sections = drifts.flatMap(({ version, faults, arrived }) => [
    faults.length === 0 ? `${version}: no drift.` : `${version}: ${faults.length} that Graph does not have:`,
    ...faults.map((fault) => `  ${fault}`),
    ...arrived.map((path) => `  ${path}: v1.0 has it now; write it with graphPath, and drop the setting.`),
  ]);
  return [head, ...sections].join('\n');
}
