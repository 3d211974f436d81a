import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listSensitivityLabels } from '../../functions/labels/listSensitivityLabels.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { startLabels } from './startLabels.ts';

let tenant: Awaited<ReturnType<typeof startLabels>>;
before(async () => {
  tenant = await startLabels();
});
after(() => tenant.close());

const caller = person(users.megan);
const route = 'GET /security/dataSecurityAndGovernance/sensitivityLabels';

const listed = async (parameters: Record<string, unknown> = {}) => {
  const { body } = await callHandler(listSensitivityLabels, tenant, { caller, parameters });
  return (body as { value: Record<string, unknown>[] }).value;
};

test('lists labels and sublabels, the more sensitive later, by the names that people know', async () => {
  const found = await listed({ appliesTo: 'file' });
  assert.deepEqual(
    found.map(({ title }) => title),
    [
      'Public',
      'General',
      'Confidential',
      'Confidential / Anyone (not protected)',
      'Confidential / All employees',
      'Highly Confidential',
      'Highly Confidential / All employees',
      'Highly Confidential / Project Falcon',
    ],
  );
  // The service leaves displayName null and description empty.
  const { id, name, toolTip, parentId } = labels.confidentialAllEmployees;
  assert.partialDeepStrictEqual(found[4], { labelId: id, name, toolTip, parentLabelId: parentId, hasProtection: true });
});

test('leaves out labels that fit something else only', async () => {
  assert.deepEqual(await listed({ appliesTo: 'teamwork' }), []);
});

test('names the permission that is lacking', async () => {
  const bare = await startLabels({ permissions: ['User.Read'] });
  try {
    const call = callHandler(listSensitivityLabels, bare, { caller, parameters: {} });
    await assert.rejects(call, { code: 'UpstreamRefused', message: /the SensitivityLabel\.Read permission/ });
  } finally {
    await bare.close();
  }
});

test('says when Graph refuses, throttles, fails or is away', async () => {
  await tenant.assertUpstreamFaults(route, () => listed());
});
