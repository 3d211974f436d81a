import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

test('ends quietly when nobody reads on', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../sandbox/command.ts'), '--help'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  assert.deepEqual([code, errors], [0, '']);
});
