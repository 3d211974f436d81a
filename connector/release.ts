import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contractVersion } from '../functions/health/versions.ts';
import { commandFlags } from './commandFlags.ts';
import { releasedFile } from './compatibility/releasedDefinition.ts';

commandFlags(
  'npm run release\n\nKeeps the connector’s definition as the one that later changes are compared with.',
  {},
);

const root = join(import.meta.dirname, '..');
const definitionFile = join(root, 'connector/apiDefinition.swagger.json');

const { info } = JSON.parse(await readFile(definitionFile, 'utf8'));
if (info.version !== contractVersion) {
  console.error(`The definition is of version ${info.version}; run "npm run generate" first.`);
  process.exit(1);
}
await mkdir(dirname(join(root, releasedFile)), { recursive: true });
await copyFile(definitionFile, join(root, releasedFile));
console.log(`${releasedFile} is version ${info.version} now; commit it with the release.`);
