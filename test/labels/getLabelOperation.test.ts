import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { applyLabel } from '../../functions/labels/applyLabel.ts';
import { getLabelOperation } from '../../functions/labels/getLabelOperation.ts';
import { removeLabel } from '../../functions/labels/removeLabel.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { urls } from '../integrations/sharePoint/startFiles.ts';
import { startLabels } from './startLabels.ts';

let tenant: Awaited<ReturnType<typeof startLabels>>;
before(async () => {
  tenant = await startLabels({ budgetMs: 0 });
});
after(() => tenant.close());
afterEach(() => {
  tenant.graph.labelAssignments.looksUntilDone = 0;
  tenant.graph.labelAssignments.failure = undefined;
  delete tenant.itemAt(urls.report).sensitivityLabel;
});

const megan = person(users.megan);
const { id: labelId } = labels.highlyConfidential;

const started = async (): Promise<string> => {
  const body = { fileUrl: urls.report, labelId };
  const { body: answer } = await callHandler(applyLabel, tenant, { caller: megan, body });
  return (answer as { operationId: string }).operationId;
};
const stateOf = async (operationId: string, caller = megan) => {
  const { body } = await callHandler(getLabelOperation, tenant, { caller, parameters: { operationId } });
  const { startedAt, ...others } = body as Record<string, unknown>;
  assert.match(String(startedAt), /Z$/);
  return others;
};
const told = { fileName: 'Report on incident 4711.docx', labelId };

test('tells how far the change is, and that it ended', async () => {
  tenant.graph.labelAssignments.looksUntilDone = 1;
  const operationId = await started();
  assert.deepEqual(await stateOf(operationId), { ...told, state: 'running', percentComplete: 50 });
  assert.deepEqual(await stateOf(operationId), { ...told, state: 'completed' });
});

test('tells why it failed', async () => {
  tenant.graph.labelAssignments.failure = 'The file is checked out.';
  assert.deepEqual(await stateOf(await started()), {
    ...told,
    state: 'failed',
    failureReason: 'The file is checked out.',
  });
});

test('looks at the file when SharePoint has forgotten the change', async () => {
  const operationId = await started();
  tenant.graph.labelAssignments.forget();
  assert.deepEqual(await stateOf(operationId), { ...told, state: 'unknown' });
  tenant.itemAt(urls.report).sensitivityLabel = { sensitivityLabelId: labelId, assignmentMethod: 'standard' };
  assert.deepEqual(await stateOf(operationId), { ...told, state: 'completed' });

  const body = { fileUrl: urls.report, justification: 'x' };
  const removal = (await callHandler(removeLabel, tenant, { caller: megan, body })).body as { operationId: string };
  tenant.graph.labelAssignments.forget();
  delete tenant.itemAt(urls.report).sensitivityLabel;
  assert.deepEqual(await stateOf(removal.operationId), { fileName: told.fileName, state: 'completed' });
});

test('looks at the file where the service named no monitor', async () => {
  const { driveId, files } = sites.securityOperations;
  const { id: itemId, name } = files.incidentReport;
  const change = { file: { driveId, itemId, name, kind: 'file' }, labelId, location: undefined } as const;
  const operationId = await tenant.labelOperations.idOf(megan, tenant.labelOperations.begun(change));
  assert.deepEqual(await stateOf(operationId), { ...told, state: 'unknown' });
});

test('does not know the operation of somebody else, nor one that was changed or made up', async () => {
  const operationId = await started();
  const missing = { code: 'NotFound', message: /no such label operation of yours/ };
  await assert.rejects(stateOf(operationId, person(users.henrietta)), missing);
  await assert.rejects(stateOf(operationId, { ...megan, tenantId: 'another' }), missing);
  await assert.rejects(stateOf(`${operationId.slice(0, -3)}AAA`), missing);
  await assert.rejects(stateOf('made.up'), missing);
});

test('gives ids that fit into an address, whatever the service names', async () => {
  const parameter = getLabelOperation.parameters.operationId as { maxLength: number };
  const file = { name: 'n'.repeat(32_000), kind: 'file', driveId: 'd'.repeat(100), itemId: 'i'.repeat(50) } as const;
  const location = `${tenant.graph.origin}/x?tempAuth=${'a'.repeat(3_900)}`;
  for (const address of [location, `${location}${'a'.repeat(100_000)}`]) {
    const operation = tenant.labelOperations.begun({ file, labelId, location: address });
    const operationId = await tenant.labelOperations.idOf(megan, operation);
    assert.ok(operationId.length <= parameter.maxLength, String(operationId.length));
    const { monitor } = await tenant.labelOperations.read(megan, operationId);
    assert.equal(monitor?.reveal(), address === location ? location : undefined);
  }
});

test('says when Graph refuses, throttles, fails or is away, where it has to look at the file', async () => {
  const operationId = await started();
  tenant.graph.labelAssignments.forget();
  const route = 'POST /drives/{driveId}/items/{itemId}/extractSensitivityLabels';
  await tenant.assertUpstreamFaults(route, () => stateOf(operationId));
});
