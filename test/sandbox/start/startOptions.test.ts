import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localDirectory, startOptions } from '../../../sandbox/start/startOptions.ts';

test('starts on the usual port and directory unless told otherwise', () => {
  assert.deepEqual(startOptions([]), { once: false, firstPort: 7071, directory: localDirectory });
  assert.deepEqual(startOptions(['--once', '--port', '0', '--directory', '/elsewhere']), {
    once: true,
    firstPort: 0,
    directory: '/elsewhere',
  });
});

test('refuses a directory without a name, which would be the project itself', () => {
  assert.deepEqual(startOptions(['--directory', '']), { fault: '--directory needs the path of a folder.' });
});

test('refuses a flag or a port that it cannot follow, in one sentence', () => {
  assert.deepEqual(startOptions(['--onec']), { fault: "Unknown option '--onec'" });
  for (const port of ['http', '-1', '70000', '1.5']) {
    const options = startOptions([`--port=${port}`]);
    assert.ok(typeof options === 'object' && 'fault' in options, port);
    assert.match(options.fault, /--port must be a number from 0 to 65000/);
  }
});
