import { join } from 'node:path';
import { leastPrivilege } from '../functions/health/leastPrivilege.ts';
import * as contents from '../functions/index.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import { commandFlags } from './commandFlags.ts';
import { findDeclarations } from './findDeclarations.ts';
import { printGrants } from './printGrants.ts';

const usage = `npm run permissions -- [flags]

Prints the least permissions on Microsoft Graph and the activity feed, and the commands that grant them.

  --features <names>  only what these need, with commas between them, such as alerts,teams
  --json              the list alone, as JSON
  --help              this text`;

const values = commandFlags(usage, { json: { type: 'boolean' }, features: { type: 'string' } });
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
const folderOf = (value: unknown): string => declarations.find((found) => found.value === value)?.folder ?? '';
const isWanted = (value: unknown): boolean => wanted.includes(folderOf(value));
const asked: readonly Operation<never>[] = contents.operations.filter(isWanted);
// The back end warns of permissions for what no setting has switched on, so only those who name it are told of them.
const isOff = ({ requires = [] }: Operation<never>): boolean =>
  values.features === undefined && requires.some(({ kind }) => kind === 'setting');
const needed = leastPrivilege(
  asked.filter((operation) => !isOff(operation)),
  contents.timers.filter(isWanted),
);
const off = asked.filter((operation) => isOff(operation) && leastPrivilege([operation], []).length > 0);
if (off.length > 0) {
  const features = [...new Set(off.map(folderOf))].join(',');
  console.error(
    `Left out until a setting switches it on: ${off.map(({ operationId }) => operationId).join(', ')}. --features ${features} prints what it needs.`,
  );
}
console.log(values.json ? JSON.stringify(needed, undefined, 2) : printGrants(needed));
