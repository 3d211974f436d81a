import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownLabel } from '../../../functions/integrations/sharePoint/fileLabel.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';

test('tells the own label from that of another organisation', () => {
  const foreign = { labelId: 'f', tenantId: '11111111-2222-4333-8444-555555555555' };
  const own = { labelId: 'o', tenantId: tenant.id.toUpperCase() };
  assert.equal(ownLabel([foreign, own], tenant.id), own);
  assert.equal(ownLabel([foreign], tenant.id), undefined);
  assert.deepEqual(ownLabel([{ labelId: 'x' }], tenant.id), { labelId: 'x' });
});
