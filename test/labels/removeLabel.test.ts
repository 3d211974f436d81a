import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { removeLabel } from '../../functions/labels/removeLabel.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { urls } from '../integrations/sharePoint/startFiles.ts';
import { startLabels } from './startLabels.ts';

let tenant: Awaited<ReturnType<typeof startLabels>>;
before(async () => {
  tenant = await startLabels();
});
after(() => tenant.close());

const assignRoute = 'POST /drives/{driveId}/items/{itemId}/assignSensitivityLabel';
const remove = async (fileUrl = urls.report) => {
  const body = { fileUrl, justification: 'It was published.' };
  return (await callHandler(removeLabel, tenant, { caller: person(users.megan), body })).body as Record<
    string,
    unknown
  >;
};

test('says when Graph refuses, throttles, fails or is away, or nobody pays', async () => {
  await tenant.assertUpstreamFaults(assignRoute, () => remove());
  tenant.graph.faults.plan({ fault: { kind: 'paymentRequired' }, route: assignRoute });
  await assert.rejects(remove(), { code: 'NotConfigured' });
  await assert.rejects(remove(`${urls.report}x`), { code: 'NotFound' });
  assert.ok(tenant.itemAt(urls.report).sensitivityLabel);
});

test('takes the label off, and tells which it was', async () => {
  const { state, labelId, previousLabelId } = await remove();
  const { id } = labels.confidentialAllEmployees;
  assert.deepEqual([state, labelId, previousLabelId], ['completed', undefined, id]);
  assert.equal(tenant.itemAt(urls.report).sensitivityLabel, undefined);
});

test('leaves a file alone that has no label, at no charge', async () => {
  const asked = tenant.graph.requests.of(assignRoute);
  const { state } = await remove(urls.runbook);
  assert.deepEqual([state, tenant.graph.requests.of(assignRoute)], ['unchanged', asked]);
});

test('wants a justification with words in it', () => {
  assert.ok(removeLabel.body);
  const faultsOf = (body: object) => validatorOf(removeLabel.body as never, 'body')(body).map(({ field }) => field);
  assert.deepEqual(faultsOf({ fileUrl: urls.report }), ['justification']);
  assert.deepEqual(faultsOf({ fileUrl: urls.report, justification: '  ' }), ['justification']);
});

test('names the permission that is lacking', async () => {
  const poor = await startLabels({ permissions: ['Files.Read.All', 'Files.ReadWrite', 'SensitivityLabel.Read'] });
  try {
    const body = { fileUrl: urls.report, justification: 'x' };
    const call = callHandler(removeLabel, poor, { caller: person(users.megan), body });
    await assert.rejects(call, { code: 'UpstreamRefused', message: /the Files\.ReadWrite\.All permission/ });
  } finally {
    await poor.close();
  }
});
