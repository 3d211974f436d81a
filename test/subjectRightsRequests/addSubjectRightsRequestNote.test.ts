import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addSubjectRightsRequestNote } from '../../functions/subjectRightsRequests/addSubjectRightsRequestNote.ts';
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

const { monica } = subjectRightsRequests;
const add = (note: string, requestId: string = monica.id) =>
  callHandler(addSubjectRightsRequestNote, purview, {
    caller: person(users.diego),
    parameters: { requestId },
    body: { note },
  });

test('adds a note as plain text under the name of the person', async () => {
  const { status, body } = await add('Identity checked <b>twice</b>.');
  assert.equal(status, 201);
  assert.partialDeepStrictEqual(body, {
    note: 'Identity checked <b>twice</b>.',
    format: 'text',
    author: 'Diego Siciliani',
  });
  const [kept] = purview.graph.subjectRightsRequests.notesOf(monica.id);
  assert.deepEqual(kept?.content, { contentType: 'text', content: 'Identity checked <b>twice</b>.' });
});

test('adds it once, whatever becomes of it', async () => {
  purview.graph.requests.reset();
  await purview.assertHandsOnFaults(() => add('once'));
  assert.equal(purview.graph.requests.of('POST /security/subjectRightsRequests/{requestId}/notes'), 3);
});

test('says that there is no such request', () => assert.rejects(add('x', 'nothing'), { code: 'NotFound' }));
