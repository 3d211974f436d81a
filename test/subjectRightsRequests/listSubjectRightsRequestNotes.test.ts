import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listSubjectRightsRequestNotes } from '../../functions/subjectRightsRequests/listSubjectRightsRequestNotes.ts';
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

const { jonas } = subjectRightsRequests;

interface Listed {
  readonly value: { note: string; format: string }[];
  readonly nextLink?: string;
}
const listed = async (parameters: Record<string, unknown> = {}): Promise<Listed> =>
  (
    await callHandler(listSubjectRightsRequestNotes, purview, {
      caller: person(users.diego),
      parameters: { requestId: jonas.id, top: 100, ...parameters },
    })
  ).body as Listed;

test('lists every note once over all pages, in links without the request in the query', async () => {
  const notes = purview.graph.subjectRightsRequests.notesOf(jonas.id);
  for (let at = 0; at < 25; at += 1) {
    const content = { contentType: at === 0 ? 'html' : 'text', content: `note ${at}` } as const;
    notes.push({
      id: `${at}`,
      author: { id: null, displayName: 'Diego' },
      content,
      createdDateTime: '2026-11-20T08:00:00Z',
    });
  }
  const pages = [await listed({ top: 10 })];
  while (pages.at(-1)?.nextLink) pages.push(await listed(parametersOf(pages.at(-1)?.nextLink)));
  const found = pages.flatMap(({ value }) => value);
  assert.deepEqual(
    found.map(({ note }) => note),
    Array.from({ length: 25 }, (_, at) => `note ${at}`),
  );
  assert.equal(found[0]?.format, 'html');
  const { pathname, searchParams } = new URL(pages[0]?.nextLink ?? '');
  assert.equal(pathname, `/api/subjectRightsRequests/${jonas.id}/notes`);
  assert.deepEqual([...searchParams.keys()], ['top', 'nextToken']);
});

test('says that there is no such request, and hands on faults', async () => {
  await assert.rejects(listed({ requestId: 'nothing' }), { code: 'NotFound' });
  await purview.assertHandsOnFaults(() => listed());
});
