import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOptions, hostUsage } from '../../../sandbox/host/hostOptions.ts';

test('takes the port and the bundle, each with its default', () => {
  assert.deepEqual(hostOptions([]), { port: 7071, dist: false });
  assert.deepEqual(hostOptions(['--port', '0', '--dist']), { port: 0, dist: true });
});

test('says in one sentence what cannot be followed, and knows its own flags', () => {
  for (const [args, fault] of [
    [['--port', 'many'], /^--port must be a number from 0 to 65535; "many" is not\.$/],
    [['--port', '65536'], /"65536" is not/],
    [['--bogus'], /'--bogus'/],
    [['start'], /'start'/],
  ] as const) {
    const options = hostOptions(args);
    assert.ok(typeof options === 'object' && 'fault' in options, args.join(' '));
    assert.match(options.fault, fault);
  }
  assert.equal(hostOptions(['--help']), 'help');
  for (const flag of ['--port', '--dist', '--help']) assert.ok(hostUsage.includes(flag));
});
