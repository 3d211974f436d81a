import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listSubjectRightsRequests } from '../../functions/subjectRightsRequests/listSubjectRightsRequests.ts';
import { subjectRightsRequests } from '../../sandbox/contoso/subjectRightsRequests.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, parametersOf, startPurview } from '../startPurview.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const caller = person(users.diego);
const { monica, jonas, priya } = subjectRightsRequests;

interface Listed {
  readonly value: { requestId: string; daysLeft?: number; currentStage?: string; displayName?: string }[];
  readonly unreadable: number;
  readonly nextLink?: string;
}
const listed = async (parameters: Record<string, unknown> = {}): Promise<Listed> =>
  (await callHandler(listSubjectRightsRequests, purview, { caller, parameters: { top: 100, ...parameters } }))
    .body as Listed;
const idsOf = ({ value }: Listed) => value.map(({ requestId }) => requestId);

test('lists what the person may see, with days left and the current stage', async () => {
  const { value, unreadable, nextLink } = await listed();
  assert.deepEqual(
    value.map(({ requestId, daysLeft, currentStage }) => ({ requestId, daysLeft, currentStage })),
    [monica, jonas, priya].map(({ id, dueInDays, currentStage }) => ({
      requestId: id,
      daysLeft: dueInDays,
      currentStage,
    })),
  );
  assert.deepEqual([unreadable, nextLink], [0, undefined]);
});

test('filters by itself, since Graph refuses any option', async () => {
  assert.deepEqual(idsOf(await listed({ type: 'delete' })), [jonas.id]);
  assert.deepEqual(idsOf(await listed({ dueWithinDays: 14 })), [monica.id, jonas.id]);
  assert.deepEqual(idsOf(await listed({ stage: 'contentRetrieval' })), [priya.id]);
  assert.deepEqual(idsOf(await listed({ assignedTo: 'diego siciliani' })), [monica.id, jonas.id]);
  assert.deepEqual(idsOf(await listed({ assignedTo: users.grady.id, status: 'active' })), [priya.id]);
  assert.deepEqual(idsOf(await listed({ status: 'closed' })), []);
});

test('gives every request once over pages of any size, and refuses a token of another list', async () => {
  const more = Array.from({ length: 47 }, (_, at) => purview.graph.subjectRightsRequests.add({ displayName: `${at}` }));
  const all = [monica.id, jonas.id, priya.id, ...more.map(({ id }) => id)];
  for (const top of [1, 7, 100]) {
    const seen: string[] = [];
    let page = await listed({ top });
    for (;;) {
      assert.ok(page.value.length <= top);
      seen.push(...idsOf(page));
      if (page.nextLink === undefined) break;
      page = await listed(parametersOf(page.nextLink));
    }
    assert.deepEqual(seen, all);
  }
  const { nextLink } = await listed({ top: 5 });
  assert.match(nextLink ?? '', /^https:\/\/func\.example\.com\/api\/subjectRightsRequests\?top=5&nextToken=/);
  const { nextToken } = parametersOf(nextLink);
  await assert.rejects(listed({ top: 5, type: 'access', nextToken }), { code: 'InvalidInput' });
});

test('leaves out what is no request, cuts long texts, and keeps the rest', async () => {
  const { id } = purview.graph.subjectRightsRequests.add({ displayName: 'x'.repeat(100_000), stages: [] });
  const broken = purview.graph.subjectRightsRequests.add({});
  Object.assign(broken, { id: 7, stages: 'none', dataSubject: 5 });
  const pages = [await listed()];
  while (pages.at(-1)?.nextLink) pages.push(await listed(parametersOf(pages.at(-1)?.nextLink)));
  assert.equal(
    pages.reduce((sum, { unreadable }) => sum + unreadable, 0),
    1,
  );
  const long = pages.flatMap(({ value }) => value).find(({ requestId }) => requestId === id);
  assert.ok(Buffer.byteLength(long?.displayName ?? '') <= 32 * 1024);
});

test('says which permission and role group a person may lack, and hands on faults', async () => {
  const poor = await startPurview({ permissions: ['eDiscovery.Read.All'] });
  try {
    await assert.rejects(callHandler(listSubjectRightsRequests, poor, { caller, parameters: { top: 1 } }), {
      code: 'UpstreamRefused',
      message: /SubjectRightsRequest\.Read\.All.*Subject Rights Request Administrators/,
    });
  } finally {
    await poor.close();
  }
  await purview.assertHandsOnFaults(listed);
});
