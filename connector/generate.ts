import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import biome from '../biome.json' with { type: 'json' };
import { contractVersion } from '../functions/health/versions.ts';
import * as contents from '../functions/index.ts';
import { checkDeclarations } from './checkDeclarations.ts';
import { checkLayers } from './checkLayers.ts';
import { checkOperations } from './checkOperations.ts';
import { commandFlags } from './commandFlags.ts';
import { brokenSinceRelease } from './compatibility/releasedDefinition.ts';
import { findDeclarations } from './findDeclarations.ts';
import { findStaleFiles, writeFiles } from './generatedFile.ts';
import { graphUses } from './metadata/graphUses.ts';
import { printFiles } from './printFiles.ts';
import { printSwagger } from './printSwagger.ts';

const root = join(import.meta.dirname, '..');
const usage = `npm run generate -- [flags]

Writes the files that are made from the operations and the settings.

  --check  writes nothing: tells what is stale, and where an operation breaks a rule
  --help   this text`;

const values = commandFlags(usage, { check: { type: 'boolean' } });

const declarations = await findDeclarations(root);
const files = printFiles(contents, declarations, { version: contractVersion, uses: await graphUses(root) });

const check = async (): Promise<void> => {
  const faults = [
    ...checkDeclarations(contents, declarations, (file) => existsSync(join(root, file))),
    ...checkLayers(
      biome,
      globSync('functions/*/', { cwd: root })
        .map((folder) => basename(folder))
        .sort(),
    ),
    ...checkOperations(contents.operations).map(({ place, message }) => `${place}: ${message}`),
    ...(await findStaleFiles(root, files)),
    ...(await brokenSinceRelease(root, printSwagger(contents.operations, contractVersion))),
  ];
  for (const fault of faults) console.error(fault);
  console.log(`${contents.operations.length} operations checked, ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
};

if (values.check) {
  await check();
} else {
  await writeFiles(root, files);
  console.log(`${files.length} files written from ${contents.operations.length} operations`);
}
