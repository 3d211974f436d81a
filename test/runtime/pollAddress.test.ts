import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pollAddress } from '../../functions/runtime/pollAddress.ts';

test('the next address of a polling trigger is absolute and carries what was asked for', () => {
  const address = pollAddress('https://app.example.com', '/polling/things', {
    policies: ['Financial data', 'A&B'],
    includeUpdates: false,
    cursor: '3f9a1c20.7',
  });
  const { origin, pathname, searchParams } = new URL(address);
  assert.equal(`${origin}${pathname}`, 'https://app.example.com/api/polling/things');
  assert.deepEqual(Object.fromEntries(searchParams), {
    policies: 'Financial data,A&B',
    includeUpdates: 'false',
    cursor: '3f9a1c20.7',
  });
});
