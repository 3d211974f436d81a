import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { directoryFlag } from '../../../sandbox/start/directoryFlag.ts';
import { localDirectory } from '../../../sandbox/start/startOptions.ts';

test('names the directory in a form that a shell takes, and not at all when it is the usual one', () => {
  assert.equal(directoryFlag(localDirectory), '');
  assert.equal(directoryFlag(`${localDirectory}/../.local`), '');
  assert.equal(directoryFlag('.'), ' --directory .');
  assert.equal(directoryFlag('/elsewhere/it'), ' --directory /elsewhere/it');
  assert.equal(directoryFlag(join(process.cwd(), 'my files')), ' --directory "my files"');
});
