import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getSubjectRightsRequest } from '../../functions/subjectRightsRequests/getSubjectRightsRequest.ts';
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

const { jonas } = subjectRightsRequests;
const get = (requestId: string) =>
  callHandler(getSubjectRightsRequest, purview, { caller: person(users.diego), parameters: { requestId } });

test('gets a request in our words, without nulls', async () => {
  purview.graph.subjectRightsRequests.advance(jonas.id, 'contentReview', 'completed');
  const { body } = await get(jonas.id);
  assert.partialDeepStrictEqual(body, {
    requestId: jonas.id,
    displayName: jonas.displayName,
    type: 'delete',
    status: 'active',
    // A member newer than the sentinel of its enumeration.
    currentStage: 'approval',
    dataSubject: { firstName: 'Jonas', lastName: 'Weber', residency: 'Germany' },
    regulations: ['GDPR'],
    assignedTo: 'Diego Siciliani',
    assignedToId: users.diego.id,
    createdBy: 'Diego Siciliani',
    insight: { itemCount: 12, itemsToReview: 3 },
    history: [{ stage: 'contentReview', stageStatus: 'completed', event: 'stageStatusChange' }],
  });
  assert.doesNotMatch(JSON.stringify(body), /null|@odata/);
});

test('says that there is no such request, and never leaves the path', async () => {
  await assert.rejects(get('nothing'), { code: 'NotFound' });
  await assert.rejects(get('../../users'), { code: 'NotFound' });
  await assert.rejects(get('..'), { code: 'InvalidInput' });
});

test('hands on faults of Graph', () => purview.assertHandsOnFaults(() => get(jonas.id)));
