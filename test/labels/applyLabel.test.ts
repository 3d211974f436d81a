import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { applyLabel } from '../../functions/labels/applyLabel.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
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
afterEach(() => {
  tenant.graph.faults.clear();
  tenant.graph.labelAssignments.looksUntilDone = 0;
  tenant.graph.labelAssignments.failure = undefined;
  for (const url of [urls.report, urls.runbook]) delete tenant.itemAt(url).sensitivityLabel;
});

const caller = person(users.megan);
const assignRoute = 'POST /drives/{driveId}/items/{itemId}/assignSensitivityLabel';

const apply = async (body: Record<string, unknown>, as = caller) =>
  (await callHandler(applyLabel, tenant, { caller: as, body: { fileUrl: urls.report, ...body } })).body as Record<
    string,
    unknown
  >;

const labelled = (labelId: string) => {
  tenant.itemAt(urls.report).sensitivityLabel = { sensitivityLabelId: labelId, assignmentMethod: 'standard' };
};
const assignments = () => tenant.graph.requests.of(assignRoute);

/** The call is refused as told, and neither was a label changed nor a change asked for. */
async function assertRefused(call: () => Promise<unknown>, expected: object): Promise<void> {
  const asked = assignments();
  const label = tenant.itemAt(urls.report).sensitivityLabel;
  await assert.rejects(call, expected);
  assert.equal(assignments(), asked);
  assert.deepEqual(tenant.itemAt(urls.report).sensitivityLabel, label);
}

test('follows the change to its end, and tells the label before', async () => {
  labelled(labels.general.id);
  tenant.graph.labelAssignments.looksUntilDone = 3;
  const { id: labelId } = labels.confidentialAllEmployees;
  assert.partialDeepStrictEqual(await apply({ labelId }), {
    state: 'completed',
    labelId,
    labelTitle: 'Confidential / All employees',
    previousLabelId: labels.general.id,
    previousLabelTitle: 'General',
  });
  assert.deepEqual(tenant.itemAt(urls.report).sensitivityLabel, {
    sensitivityLabelId: labelId,
    assignmentMethod: 'standard',
  });
});

test('assigns the label by the method that it is told', async () => {
  await apply({ labelId: labels.general.id, assignmentMethod: 'privileged' });
  assert.equal(tenant.itemAt(urls.report).sensitivityLabel?.assignmentMethod, 'privileged');
});

test('takes a change for running of which SharePoint tells nothing', async () => {
  const lookAtMonitor = async () => ({ state: 'gone' }) as const;
  const forgetful = await startLabels({ lookAtMonitor });
  try {
    const body = { fileUrl: urls.report, labelId: labels.highlyConfidential.id };
    const { body: answer } = await callHandler(applyLabel, forgetful, { caller, body });
    assert.equal(Object(answer).state, 'running');
  } finally {
    await forgetful.close();
  }
});

test('answers that it is running when it takes longer than a call may wait, and keeps the monitor to itself', async () => {
  tenant.graph.labelAssignments.looksUntilDone = 1_000;
  const answer = await apply({ labelId: labels.general.id, assignmentMethod: 'privileged' });
  assert.equal(answer.state, 'running');
  assert.doesNotMatch(JSON.stringify(answer), /tempAuth|monitor/i);
  const decoded = Buffer.from(String(answer.operationId).split('.')[1] ?? '', 'base64url').toString('latin1');
  assert.doesNotMatch(decoded, /tempAuth|monitor|http/i);
});

test('says why SharePoint gave up', async () => {
  tenant.graph.labelAssignments.failure = 'The file is checked out.';
  await assert.rejects(apply({ labelId: labels.general.id }), { code: 'Conflict', message: /checked out/ });
});

test('asks for a justification before it takes a less sensitive label, and passes it on', async () => {
  labelled(labels.highlyConfidential.id);
  await assertRefused(() => apply({ labelId: labels.general.id }), {
    code: 'InvalidInput',
    message: /justification: is required, because General is less sensitive than Highly Confidential/,
  });
  const { state } = await apply({ labelId: labels.general.id, justification: 'It was published.' });
  assert.equal(state, 'completed');
});

test('leaves a file alone that has the label, at no charge', async () => {
  labelled(labels.general.id);
  const asked = assignments();
  const { state, operationId } = await apply({ labelId: labels.general.id });
  assert.deepEqual([state, operationId, assignments()], ['unchanged', undefined, asked]);
});

test('knows a label by its id in any letter case', async () => {
  const { state, labelId } = await apply({ labelId: labels.general.id.toUpperCase() });
  assert.deepEqual([state, labelId], ['completed', labels.general.id]);
});

test('refuses a label that is none of the tenant, a folder, and a file of somebody else', async () => {
  await assertRefused(() => apply({ labelId: '00000000-0000-4000-8000-000000000000' }), {
    code: 'InvalidInput',
    message: /labelId/,
  });
  await assertRefused(() => apply({ labelId: labels.general.id, fileUrl: urls.folder }), {
    code: 'InvalidInput',
    message: /is a folder/,
  });
  await assertRefused(() => apply({ labelId: labels.general.id, fileUrl: urls.payroll }), { code: 'UpstreamRefused' });
  await assertRefused(() => apply({ labelId: labels.general.id, fileUrl: `${urls.report}x` }), { code: 'NotFound' });
});

test('explains that nobody pays for it, and why a file is locked', async () => {
  tenant.graph.faults.plan({ fault: { kind: 'paymentRequired' }, route: assignRoute });
  await assert.rejects(apply({ labelId: labels.general.id }), {
    code: 'NotConfigured',
    message: /metered.*link an Azure subscription/,
  });
  const locks = [
    ['fileDecryptionNotSupported', /cannot open/],
    ['fileDecryptionDeferred', /still decrypting.*a few minutes/],
    ['fileDoubleKeyEncrypted', /double key encryption/],
    ['resourceLocked', /open or checked out/],
  ] as const;
  for (const [code, message] of locks) {
    tenant.graph.faults.plan({ fault: { kind: 'locked', code }, route: assignRoute });
    await assert.rejects(apply({ labelId: labels.general.id }), { code: 'Conflict', message }, code);
  }
});

test('asks for no change, which would be charged, while there is no key to seal its id with', async () => {
  const away = async () => {
    throw new UpstreamError({ service: 'Azure Key Vault', kind: 'away', detail: 'it did not answer.' });
  };
  const keyless = await startLabels({ encryption: { seal: away, open: away } });
  try {
    const body = { fileUrl: urls.report, labelId: labels.highlyConfidential.id };
    const call = callHandler(applyLabel, keyless, { caller, body });
    await assert.rejects(call, { name: 'UpstreamError', service: 'Azure Key Vault', kind: 'away' });
    assert.equal(keyless.graph.requests.of(assignRoute), 0);
  } finally {
    await keyless.close();
  }
});

test('names the permission that is lacking', async () => {
  const poor = await startLabels({ permissions: ['Files.Read.All', 'Files.ReadWrite', 'SensitivityLabel.Read'] });
  try {
    const body = { fileUrl: urls.report, labelId: labels.highlyConfidential.id };
    await assert.rejects(callHandler(applyLabel, poor, { caller, body }), {
      code: 'UpstreamRefused',
      message: /the Files\.ReadWrite\.All permission/,
    });
  } finally {
    await poor.close();
  }
});

test('says when Graph refuses, throttles, fails or is away, and never asks twice for one change', async () => {
  const call = () => apply({ labelId: labels.general.id });
  await tenant.assertUpstreamFaults(assignRoute, call);
  const asked = assignments();
  tenant.graph.faults.plan({ fault: { kind: 'dropped', at: 'request' }, route: assignRoute });
  await assert.rejects(call(), { name: 'UpstreamError', kind: 'away' });
  assert.equal(assignments(), asked + 1);
});
