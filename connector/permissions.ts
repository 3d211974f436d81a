import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as contents from '../functions/index.ts';
import { findDeclarations } from './findDeclarations.ts';
import { printGrants } from './printGrants.ts';
import { wantedPermissions } from './wantedPermissions.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, features: { type: 'string' } } });
const declarations = await findDeclarations(join(import.meta.dirname, '..'));
const wanted = wantedPermissions(contents, declarations, values.features?.split(','));
if ('fault' in wanted) {
  console.error(wanted.fault);
  process.exitCode = 1;
} else {
  if (wanted.leftOut !== undefined) console.error(wanted.leftOut);
  console.log(values.json ? JSON.stringify(wanted.needed, undefined, 2) : printGrants(wanted.needed));
}
