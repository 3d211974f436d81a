import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { labelsOfGraph } from '../../functions/labels/labelsOfGraph.ts';
import { setFileRetentionLabel } from '../../functions/labels/setFileRetentionLabel.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { inTurn, startService } from '../integrations/graph/answering.ts';
import { urls } from '../integrations/sharePoint/startFiles.ts';
import { startLabels } from './startLabels.ts';

let tenant: Awaited<ReturnType<typeof startLabels>>;
before(async () => {
  tenant = await startLabels();
});
after(() => tenant.close());

const caller = person(users.megan);
const set = async (labelName: string, fileUrl = urls.report) =>
  (await callHandler(setFileRetentionLabel, tenant, { caller, body: { fileUrl, labelName } })).body as {
    retentionLabel: Record<string, unknown>;
  };

test('puts a first label on, and another in its place', async () => {
  const { retentionLabel } = await set('Keep 7 years');
  assert.partialDeepStrictEqual(retentionLabel, {
    name: 'Keep 7 years',
    appliedBy: 'Megan Bowen',
    behavior: 'retain',
    isRecordLocked: false,
  });
  assert.equal((await set('Working paper')).retentionLabel.name, 'Working paper');
  assert.equal(tenant.itemAt(urls.report).retentionLabel?.name, 'Working paper');
});

test('hands on the refusals: no such label or file, a record, and no permission', async () => {
  await assert.rejects(set('Keep 8 years'), { code: 'InvalidInput' });
  await assert.rejects(set('Keep 7 years', `${urls.report}x`), { code: 'NotFound' });
  await set('Contract', urls.runbook);
  await assert.rejects(set('Keep 7 years', urls.runbook), { code: 'UpstreamRefused', message: /a record/ });
  await set('Trade confirmation', urls.log);
  await assert.rejects(set('Keep 7 years', urls.log), { code: 'UpstreamRefused', message: /a regulatory record/ });
  const poor = await startLabels({ permissions: ['Files.ReadWrite'] });
  try {
    const body = { fileUrl: urls.report, labelName: 'Keep 7 years' };
    const call = callHandler(setFileRetentionLabel, poor, { caller, body });
    await assert.rejects(call, { code: 'UpstreamRefused', message: /the Files\.ReadWrite\.All permission/ });
  } finally {
    await poor.close();
  }
});

test('says when Graph refuses, throttles, fails or is away', async () => {
  const route = 'PATCH /drives/{driveId}/items/{itemId}/retentionLabel';
  await tenant.assertUpstreamFaults(route, () => set('Keep 7 years'));
});

test('tells what Graph tells of the label, and takes an answer without a name for a fault', async () => {
  const label = {
    name: 'Contract',
    labelAppliedDateTime: '2026-09-01T10:00:00+02:00',
    labelAppliedBy: { user: { displayName: 'Megan Bowen' } },
    retentionSettings: {
      behaviorDuringRetentionPeriod: 'retainAsRecord',
      isDeleteAllowed: false,
      isRecordLocked: true,
    },
  };
  const answers = [label, { name: 7 }];
  const service = await startService(inTurn(answers));
  try {
    const setLabel = () => labelsOfGraph(service.graph()).setRetentionLabel({ driveId: 'd', itemId: 'i' }, 'x');
    assert.deepEqual(await setLabel(), {
      name: 'Contract',
      appliedAt: '2026-09-01T08:00:00.000Z',
      appliedBy: 'Megan Bowen',
      behavior: 'retainAsRecord',
      isDeleteAllowed: false,
      isRecordLocked: true,
    });
    await assert.rejects(setLabel, { name: 'UpstreamError', kind: 'fault' });
  } finally {
    await service.close();
  }
});
