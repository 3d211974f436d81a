import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { labelsOfGraph } from '../../functions/labels/labelsOfGraph.ts';
import { listRetentionLabels } from '../../functions/labels/listRetentionLabels.ts';
import { retentionLabels } from '../../sandbox/contoso/retentionLabels.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { sendJson, startService } from '../integrations/graph/answering.ts';
import { startLabels } from './startLabels.ts';

let tenant: Awaited<ReturnType<typeof startLabels>>;
before(async () => {
  tenant = await startLabels();
});
after(() => tenant.close());

const caller = person(users.megan);
const listed = async () =>
  ((await callHandler(listRetentionLabels, tenant, { caller })).body as { value: Record<string, unknown>[] }).value;

test('lists the labels by name, with how long and from when they last', async () => {
  const found = await listed();
  assert.deepEqual(
    found.map(({ name, days }) => [name, days]),
    [
      ['Contract', 3_650],
      ['Keep 7 years', 2_555],
      ['Permanent', undefined],
      ['Trade confirmation', 2_190],
      ['Working paper', 365],
    ],
  );
  const { id: retentionLabelId, descriptionForUsers: description } = retentionLabels.contract;
  assert.deepEqual(found[0], {
    retentionLabelId,
    name: 'Contract',
    description,
    behavior: 'retainAsRecord',
    days: 3_650,
    startsFrom: 'dateLabeled',
    actionAfter: 'startDispositionReview',
    isInUse: true,
  });
});

test('names the permission and the role that may be lacking', async () => {
  const bare = await startLabels({ permissions: ['Files.Read.All'] });
  try {
    await assert.rejects(callHandler(listRetentionLabels, bare, { caller }), {
      code: 'UpstreamRefused',
      message: /Compliance Data Administrator.*RecordsManagement\.Read\.All/,
    });
  } finally {
    await bare.close();
  }
});

test('says when Graph refuses, throttles, fails or is away', async () => {
  await tenant.assertUpstreamFaults('GET /security/labels/retentionLabels', listed);
});

test('leaves out labels without a name, and properties of other types', async () => {
  const value = [{ id: 'a' }, 7, { id: 'b', displayName: 'B', retentionDuration: { days: 'many' }, isInUse: 1 }];
  const service = await startService((response) => sendJson(response, 200, { value }));
  try {
    const found = await labelsOfGraph(service.graph()).retentionLabels();
    assert.deepEqual(found, [{ retentionLabelId: 'b', name: 'B' }]);
  } finally {
    await service.close();
  }
});
