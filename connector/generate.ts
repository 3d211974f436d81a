import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as contents from '../functions/index.ts';
import project from '../package.json' with { type: 'json' };
import { checkDeclarations } from './checkDeclarations.ts';
import { checkOperations } from './checkOperations.ts';
import { brokenSinceRelease } from './compatibility/releasedDefinition.ts';
import { findDeclarations } from './findDeclarations.ts';
import { findStaleFiles, writeFiles } from './generatedFile.ts';
import { printFiles } from './printFiles.ts';
import { printSwagger } from './printSwagger.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { check: { type: 'boolean' } } });

const declarations = await findDeclarations(root);
const files = printFiles(contents, declarations, project.version);

const check = async (): Promise<void> => {
  const faults = [
    ...checkDeclarations(contents, declarations, (file) => existsSync(join(root, file))),
    ...checkOperations(contents.operations).map(({ place, message }) => `${place}: ${message}`),
    ...(await findStaleFiles(root, files)),
    ...(await brokenSinceRelease(root, printSwagger(contents.operations, project.version))),
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
