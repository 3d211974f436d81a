import { join } from 'node:path';
import * as contents from '../functions/index.ts';
import { commandFlags } from './commandFlags.ts';
import { findDeclarations } from './findDeclarations.ts';
import { printGrants } from './printGrants.ts';
import { wantedPermissions } from './wantedPermissions.ts';

const usage = `npm run permissions -- [flags]

Prints the least permissions on Microsoft Graph and the activity feed, and the commands that grant them.

  --features <names>  only what these need, with commas between them, such as alerts,teams
  --json              the list alone, as JSON
  --help              this text`;

const values = commandFlags(usage, { json: { type: 'boolean' }, features: { type: 'string' } });
const declarations = await findDeclarations(join(import.meta.dirname, '..'));
const wanted = wantedPermissions(contents, declarations, values.features?.split(','));
if ('fault' in wanted) {
  console.error(wanted.fault);
  process.exitCode = 1;
} else {
  if (wanted.leftOut !== undefined) console.error(wanted.leftOut);
  console.log(values.json ? JSON.stringify(wanted.needed, undefined, 2) : printGrants(wanted.needed));
}
