import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { getSubjectRightsRequestAttachment } from '../../functions/subjectRightsRequests/getSubjectRightsRequestAttachment.ts';
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

const { monica, jonas } = subjectRightsRequests;
const attachment = (requestId: string) =>
  callHandler(getSubjectRightsRequestAttachment, purview, { caller: person(users.diego), parameters: { requestId } });

test('gets the files byte for byte, in Base64', async () => {
  const bytes = randomBytes(100_000);
  purview.graph.subjectRightsRequests.setAttachment(bytes);
  const { body } = await attachment(monica.id);
  assert.deepEqual(body, {
    fileName: `Subject rights request ${monica.id}.zip`,
    contentBytes: bytes.toString('base64'),
    sizeBytes: 100_000,
  });
});

test('says where to get one that is too large for a flow', async () => {
  purview.graph.subjectRightsRequests.setAttachment(new Uint8Array(20 * 1024 * 1024 + 1));
  await assert.rejects(attachment(monica.id), { code: 'AnswerTooLarge', status: 413, message: /21 MB.*portal/ });
});

test('says so of one that is larger than what is read of an answer, too', async () => {
  purview.graph.subjectRightsRequests.setAttachment(new Uint8Array(33 * 1024 * 1024));
  await assert.rejects(attachment(monica.id), { code: 'AnswerTooLarge', message: /more than 32 MB.*20 MB.*portal/ });
});

test('says that there is none yet', () => assert.rejects(attachment(jonas.id), { code: 'NotFound' }));

test('hands on faults of Graph', () => purview.assertHandsOnFaults(() => attachment(monica.id)));
