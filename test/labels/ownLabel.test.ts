import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownLabel } from '../../functions/labels/ownLabel.ts';
import { tenant } from '../../sandbox/contoso/tenant.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';

const caller = person(users.megan);

test('tells the own label from that of another organisation', () => {
  const foreign = { labelId: 'f', tenantId: '11111111-2222-4333-8444-555555555555' };
  const own = { labelId: 'o', tenantId: tenant.id.toUpperCase() };
  assert.equal(ownLabel([foreign, own], caller), own);
  assert.equal(ownLabel([foreign], caller), undefined);
  assert.deepEqual(ownLabel([{ labelId: 'x' }], caller), { labelId: 'x' });
});
