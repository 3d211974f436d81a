import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeCloudAppAlert } from '../../functions/alerts/closeCloudAppAlert.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { cloudAppAlert } from '../../sandbox/graph/cloudAppAlert.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { alertDependencies, startAlerts } from './startAlerts.ts';

let tenant: Awaited<ReturnType<typeof startAlerts>>;
before(async () => {
  tenant = await startAlerts();
});
after(() => tenant.close());

const dropbox = { appId: 11_627, displayName: 'Dropbox' };
const alert = () => cloudAppAlert({ user: users.alex, title: 'Mass download', application: dropbox, at: new Date() });
const close = async (alertId: string, body: Record<string, unknown>) =>
  Object(
    (await callHandler(closeCloudAppAlert, tenant, { caller: person(users.megan), parameters: { alertId }, body }))
      .body,
  );

test('resolves the alert with its classification, its determination and a comment', async () => {
  const { id } = tenant.graph.raise(alert());
  const verdict = { classification: 'falsePositive', determination: 'notMalicious' };
  const body = await close(id, { ...verdict, comment: 'A planned move.' });
  assert.partialDeepStrictEqual(body, { status: 'resolved', ...verdict, comments: [{ comment: 'A planned move.' }] });
  assert.partialDeepStrictEqual(tenant.graph.alerts.get(id), {
    status: 'resolved',
    ...verdict,
    comments: [{ comment: 'A planned move.', createdByDisplayName: 'Megan Bowen' }],
  });
});

test('resolves it without a comment', async () => {
  const { id } = tenant.graph.raise(alert());
  await close(id, { classification: 'truePositive' });
  const { status, comments } = tenant.graph.alerts.get(id) ?? assert.fail();
  assert.deepEqual([status, comments], ['resolved', []]);
});

test('leaves an alert of another product alone, and says so', async () => {
  const { id } = tenant.raiseDlp();
  await assert.rejects(close(id, { classification: 'truePositive' }), {
    code: 'NotFound',
    message: /not a cloud app alert/,
  });
  assert.equal(tenant.graph.alerts.get(id)?.status, 'new');
});

test('asks for a classification that there is', () => {
  const faults = validatorOf(closeCloudAppAlert.body ?? assert.fail(), 'body');
  assert.deepEqual(
    faults({}).map(({ field }) => field),
    ['classification'],
  );
  assert.deepEqual(
    faults({ classification: 'benign' }).map(({ field }) => field),
    ['classification'],
  );
  assert.deepEqual(
    faults({ classification: 'truePositive', comment: ' ' }).map(({ field }) => field),
    ['comment'],
  );
});

const body = { classification: 'truePositive' };
testGraphFaults(closeCloudAppAlert, {
  dependencies: alertDependencies,
  call: ({ graph }) => ({ parameters: { alertId: graph.raise(alert()).id }, body }),
  route: 'PATCH /security/alerts_v2/{alertId}',
  missing: { parameters: { alertId: 'ca-none' }, body },
});
