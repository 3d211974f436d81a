import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getSubjectRightsRequestReport } from '../../functions/subjectRightsRequests/getSubjectRightsRequestReport.ts';
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

const { monica, priya } = subjectRightsRequests;
const report = (requestId: string) =>
  callHandler(getSubjectRightsRequestReport, purview, { caller: person(users.diego), parameters: { requestId } });

test('gets the report as text, without the byte order mark', async () => {
  const { body } = await report(monica.id);
  assert.deepEqual(body, {
    fileName: `Subject rights request ${monica.id}.csv`,
    text: `Item,Location\r\n${monica.displayName},Mailbox\r\n`,
    sizeBytes: purview.graph.subjectRightsRequests.report(monica.id).byteLength,
  });
});

test('says that there is none yet, or no such request', async () => {
  await assert.rejects(report(priya.id), { code: 'NotFound' });
  await assert.rejects(report('nothing'), { code: 'NotFound' });
});

test('hands on faults of Graph', () => purview.assertHandsOnFaults(() => report(monica.id)));
