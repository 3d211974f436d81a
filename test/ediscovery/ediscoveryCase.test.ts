import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCustodian } from '../../functions/ediscovery/custodian.ts';
import { toEdiscoveryCase } from '../../functions/ediscovery/ediscoveryCase.ts';

const by = (displayName: string) => ({ user: { id: null, displayName } });

test('tells each property of a case under its own name', () => {
  const found = toEdiscoveryCase({
    id: 'c1',
    displayName: 'Contoso v. Fabrikam',
    description: 'Breach of contract',
    status: 'closed',
    externalId: 'M-1',
    createdDateTime: '2026-01-01T00:00:00Z',
    lastModifiedDateTime: '2026-02-01T00:00:00Z',
    lastModifiedBy: by('Grady Archie'),
    closedDateTime: '2026-03-01T00:00:00Z',
    closedBy: by('Lynne Robbins'),
  });
  assert.deepEqual(found, {
    caseId: 'c1',
    displayName: 'Contoso v. Fabrikam',
    description: 'Breach of contract',
    status: 'closed',
    externalId: 'M-1',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-02-01T00:00:00.000Z',
    updatedBy: 'Grady Archie',
    closedAt: '2026-03-01T00:00:00.000Z',
    closedBy: 'Lynne Robbins',
  });
});

test('tells each property of a custodian under its own name', () => {
  const found = toCustodian({
    id: 'p1',
    email: 'adele@contoso.com',
    displayName: 'Adele Vance',
    status: 'released',
    holdStatus: 'partial',
    createdDateTime: '2026-01-01T00:00:00Z',
    acknowledgedDateTime: '2026-02-01T00:00:00Z',
  });
  assert.deepEqual(found, {
    custodianId: 'p1',
    email: 'adele@contoso.com',
    displayName: 'Adele Vance',
    status: 'released',
    holdStatus: 'partial',
    createdAt: '2026-01-01T00:00:00.000Z',
  });
});

test('calls unknown what it does not know, and takes what has no id for neither', () => {
  assert.deepEqual(toEdiscoveryCase({ id: 'c1', status: 'archived' }), { caseId: 'c1', status: 'unknown' });
  assert.deepEqual(toCustodian({ id: 'p1' }), { custodianId: 'p1', status: 'unknown', holdStatus: 'unknown' });
  for (const none of [{}, { id: '' }, { id: 7 }, null, 'c1', []])
    assert.deepEqual([toEdiscoveryCase(none), toCustodian(none)], [undefined, undefined]);
});
