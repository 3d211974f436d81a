import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { leastPrivilege } from '../functions/health/leastPrivilege.ts';
import * as contents from '../functions/index.ts';
import { findDeclarations } from './findDeclarations.ts';
import { printGrants } from './printGrants.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, features: { type: 'string' } } });
const declarations = await findDeclarations(join(import.meta.dirname, '..'));
const folders = new Set(declarations.map(({ folder }) => folder));
const wanted = values.features?.split(',') ?? [...folders];
const unknown = wanted.filter((folder) => !folders.has(folder));
if (unknown.length > 0) {
  console.error(
    `There is no feature ${unknown.join(', ')}; --features takes one or more of ${[...folders].join(',')}.`,
  );
  process.exit(1);
}
const isWanted = (value: unknown): boolean =>
  declarations.some((declaration) => declaration.value === value && wanted.includes(declaration.folder));
const needed = leastPrivilege(contents.operations.filter(isWanted), contents.timers.filter(isWanted));
console.log(values.json ? JSON.stringify(needed, undefined, 2) : printGrants(needed));
