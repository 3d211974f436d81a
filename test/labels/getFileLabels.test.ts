import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getFileLabels } from '../../functions/labels/getFileLabels.ts';
import { labelsOfGraph } from '../../functions/labels/labelsOfGraph.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
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

const megan = person(users.megan);

const labelsAt = async (parameters: Record<string, unknown>, caller = megan) =>
  (await callHandler(getFileLabels, tenant, { caller, parameters })).body as Record<string, unknown>;

test('tells the label of a file by its name', async () => {
  const { file, isLabelled, labels: found } = await labelsAt({ fileUrl: `${urls.report}?web=1` });
  const { id: itemId, name } = sites.securityOperations.files.incidentReport;
  const { driveId } = sites.securityOperations;
  assert.deepEqual([file, isLabelled], [{ itemId, name, webUrl: urls.report, driveId, kind: 'file' }, true]);
  const { id: labelId, priority } = labels.confidentialAllEmployees;
  assert.partialDeepStrictEqual(found, [
    { labelId, priority, title: 'Confidential / All employees', assignmentMethod: 'standard' },
  ]);
});

test('finds the file by site and path, and says when it has no label', async () => {
  const parameters = { siteId: sites.securityOperations.id, path: 'Shared Documents/Runbook.docx' };
  const { isLabelled, labels: found } = await labelsAt(parameters);
  assert.deepEqual([isLabelled, found], [false, []]);
});

test('refuses folders, and says why a file cannot be opened', async () => {
  await assert.rejects(labelsAt({ fileUrl: urls.folder }), { code: 'InvalidInput', message: /is a folder/ });
  await assert.rejects(labelsAt({ fileUrl: urls.doubleKey }), { code: 'Conflict', message: /double key encryption/ });
  await assert.rejects(labelsAt({ fileUrl: urls.log }), { code: 'InvalidInput', message: /not supported/ });
});

test('hands on the refusals: another site, no such file, and no permission', async () => {
  await assert.rejects(labelsAt({ fileUrl: urls.payroll }), { code: 'UpstreamRefused' });
  await assert.rejects(labelsAt({ fileUrl: `${urls.report}x` }), { code: 'NotFound', message: /moved or deleted/ });
  const poor = await startLabels({ permissions: ['Files.ReadWrite', 'SensitivityLabel.Read'] });
  try {
    const call = callHandler(getFileLabels, poor, { caller: megan, parameters: { fileUrl: urls.report } });
    await assert.rejects(call, { code: 'UpstreamRefused', message: /the Files\.Read\.All permission/ });
  } finally {
    await poor.close();
  }
});

test('says when Graph refuses, throttles, fails or is away', async () => {
  for (const route of [
    'GET /shares/{shareId}/driveItem',
    'POST /drives/{driveId}/items/{itemId}/extractSensitivityLabels',
  ]) {
    await tenant.assertUpstreamFaults(route, () => labelsAt({ fileUrl: urls.report }));
  }
});

const place = { driveId: 'd', itemId: 'i' };

test('reads labels on top as well as under value, and leaves out what is none', async () => {
  const assigned = [
    { sensitivityLabelId: 'L', assignmentMethod: 'auto', tenantId: null },
    { sensitivityLabelId: 'm', assignmentMethod: null, tenantId: 'another' },
    { tenantId: 't' },
    'x',
    null,
  ];
  const answers = [{ labels: assigned }, { value: { labels: assigned } }];
  const service = await startService(inTurn(answers));
  try {
    for (const _answer of answers) {
      const found = await labelsOfGraph(service.graph()).labelsOf(place);
      assert.deepEqual(found, [
        { labelId: 'l', assignmentMethod: 'auto' },
        { labelId: 'm', tenantId: 'another' },
      ]);
    }
  } finally {
    await service.close();
  }
});

test('takes an answer without labels for a fault, not for a file without labels', async () => {
  const answers = [{}, { value: [] }, { labels: 'none' }, []];
  const service = await startService(inTurn(answers));
  try {
    for (const _answer of answers) {
      await assert.rejects(labelsOfGraph(service.graph()).labelsOf(place), { name: 'UpstreamError', kind: 'fault' });
    }
  } finally {
    await service.close();
  }
});
