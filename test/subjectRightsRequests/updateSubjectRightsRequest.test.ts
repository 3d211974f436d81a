import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { updateSubjectRightsRequest } from '../../functions/subjectRightsRequests/updateSubjectRightsRequest.ts';
import { subjectRightsRequests } from '../../sandbox/contoso/subjectRightsRequests.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const { priya } = subjectRightsRequests;
const update = (body: Record<string, unknown>, requestId: string = priya.id) =>
  callHandler(updateSubjectRightsRequest, purview, { caller: person(users.grady), parameters: { requestId }, body });
const stored = () => purview.graph.subjectRightsRequests.get(priya.id);

test('changes what is given and leaves the rest alone', async () => {
  const { description, internalDueDateTime } = stored() ?? {};
  const { body } = await update({ assignedToId: users.diego.id });
  assert.partialDeepStrictEqual(body, { assignedTo: 'Diego Siciliani', displayName: priya.displayName });
  assert.partialDeepStrictEqual(stored(), { description, internalDueDateTime, assignedTo: { id: users.diego.id } });
});

test('changes name, description and due date', async () => {
  await update({ displayName: 'Export', description: 'All of it', dueAt: '2027-01-31 00:00:00z' });
  assert.partialDeepStrictEqual(stored(), {
    displayName: 'Export',
    description: 'All of it',
    internalDueDateTime: '2027-01-31T00:00:00.000Z',
  });
});

test('asks for at least one change', async () => {
  await assert.rejects(update({}), { code: 'InvalidInput', message: /at least one of/ });
});

test('hands on that the request is not there, that the owner is none, and faults', async () => {
  await assert.rejects(update({ description: 'x' }, 'nothing'), { code: 'NotFound' });
  const nobody = '00000000-0000-4000-8000-000000000000';
  await assert.rejects(update({ assignedToId: nobody }), { code: 'InvalidInput', message: /does not exist/ });
  await purview.assertHandsOnFaults(() => update({ description: 'x' }));
});
