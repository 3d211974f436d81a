import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { graphUses } from '../../../connector/metadata/graphUses.ts';
import { metadataFaults } from '../../../connector/metadata/metadataFaults.ts';
import { readMetadata } from '../../../connector/metadata/readMetadata.ts';

const root = join(import.meta.dirname, '../../..');
const file = join(root, '../shared/graph/v1.0.csdl');
const skip = existsSync(file)
  ? false
  : `NOT CHECKED: ${file} IS MISSING, so nothing was compared with the metadata of Microsoft Graph.`;

test('every path, property and enumeration member that the code uses is in the metadata of Graph v1.0', {
  skip,
}, async () => {
  const [uses, text] = await Promise.all([graphUses(root), readFile(file, 'utf8')]);
  assert.ok(uses.paths.length > 0 && uses.properties.length > 100 && uses.enums.length > 5);
  assert.deepEqual(metadataFaults(uses, readMetadata(text), 'v1.0'), []);
});
