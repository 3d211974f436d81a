import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { type GraphUses, graphUses } from '../../../connector/metadata/graphUses.ts';

const files: Readonly<Record<string, string>> = {
  'functions/integrations/vendorJson/readers.ts':
    'export const text = (name: string) => name;\nexport const word = text;\n',
  'functions/things/thingsOfGraph.ts': `
import type { Team, SecurityNamespace } from '@microsoft/microsoft-graph-types';
import { eq } from '../integrations/graph/filter.ts';
import { betaPath, graphPath } from '../integrations/graph/graphPath.ts';
const thingsPath = '/security/things';
const other = { path: '/security/others' };
// graphPath\`/in/a/comment\` is none.
const path = '/things';
const one = (id: string) => graphPath\`/security/things/\${id}/parts\`;
const risky = betaPath\`/security/risky\`;
const me = (graph: { get(path: string): unknown }) => graph.get('/me');
const toTeam = ({ id, displayName: name }: Team) => [id, name];
const { webUrl } = Object(1) as SecurityNamespace.Alert;
const filter = eq('severity', 'high');
const select = ['status', 'title'];
`,
  'functions/things/thing.ts': `
import { text, word } from '../integrations/vendorJson/readers.ts';
export const shape = { name: text('fileName'), kind: word('fileKind'), audit: text('AuditData') };
`,
  'functions/things/riskyThings.ts': `
import { betaPath } from '../integrations/graph/graphPath.ts';
import { eq } from '../integrations/graph/filter.ts';
const risky = betaPath\`/security/risky\`;
const filter = eq('riskLevel', 'high');
`,
  'functions/integrations/ticketSystem/ticket.ts': `
import { text } from '../vendorJson/readers.ts';
export const number = text('ticketNumber');
`,
  'functions/things/thingEnums.ts': `export const colours = ['red', 'blue'] as const;\nexport const limit = 3;\n`,
  'functions/things/own.ts': `export const text = (name: string) => name;\nexport const mine = text('ofOurOwn');\n`,
};

let root: string;
let uses: GraphUses;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'uses-'));
  await writeFile(join(root, 'package.json'), '{ "type": "module" }');
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  uses = await graphUses(root);
});
after(() => rm(root, { recursive: true }));

test('finds the paths of both versions, and neither our own routes nor what stands in comments', () => {
  const file = 'functions/things/thingsOfGraph.ts';
  assert.deepEqual(
    uses.paths.filter((use) => use.file === file).toSorted((a, b) => a.path.localeCompare(b.path)),
    [
      { version: 'v1.0', path: '/me', file },
      { version: 'v1.0', path: '/security/others', file },
      { version: 'beta', path: '/security/risky', file },
      { version: 'v1.0', path: '/security/things', file },
      { version: 'v1.0', path: '/security/things/{}/parts', file },
    ],
  );
});

test('finds the properties that are read, filtered by and selected, with the types that the file names', () => {
  const found = uses.properties.map(({ version, name, types }) => [version, name, ...types].join(' ')).sort();
  const both = 'microsoft.graph.team microsoft.graph.security.alert';
  assert.deepEqual(found, [
    'beta riskLevel',
    'v1.0 displayName microsoft.graph.team',
    'v1.0 fileKind',
    'v1.0 fileName',
    'v1.0 id microsoft.graph.team',
    `v1.0 severity ${both}`,
    `v1.0 status ${both}`,
    `v1.0 title ${both}`,
    'v1.0 webUrl microsoft.graph.security.alert',
  ]);
});

test('finds the tables of enumerations', () => {
  assert.deepEqual(uses.enums, [{ name: 'colours', members: ['red', 'blue'], file: 'functions/things/thingEnums.ts' }]);
});
