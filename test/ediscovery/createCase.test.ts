import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCase } from '../../functions/ediscovery/createCase.ts';
import { app } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { caller } from './matter.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const create = (body: Record<string, unknown>, by = caller, from = purview) =>
  callHandler(createCase, from, { caller: by, body });

test('creates a case, for a person or for an app', async () => {
  for (const by of [caller, app()]) {
    const { status, body } = await create({ displayName: 'Lamna v. Contoso', externalId: 'M-8' }, by);
    assert.equal(status, 201);
    const record = purview.graph.ediscovery.get(Object(body).caseId)?.record;
    assert.partialDeepStrictEqual(record, { displayName: 'Lamna v. Contoso', externalId: 'M-8', description: null });
  }
});

test('needs the permission to write', async () => {
  const reader = await startPurview({ permissions: ['eDiscovery.Read.All'] });
  try {
    await assert.rejects(create({ displayName: 'x' }, caller, reader), {
      code: 'UpstreamRefused',
      message: /the eDiscovery\.ReadWrite\.All permission/,
    });
  } finally {
    await reader.close();
  }
});

test('creates it once, whatever becomes of it', async () => {
  purview.graph.requests.reset();
  await purview.assertHandsOnFaults(() => create({ displayName: 'Once' }));
  assert.equal(purview.graph.requests.of('POST /security/cases/ediscoveryCases'), 3);
});
