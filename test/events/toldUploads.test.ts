import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EventDraft } from '../../functions/events/event.ts';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import { toEntry } from '../../functions/events/logEntry.ts';
import { noteToldBy } from '../../functions/events/toldUploads.ts';
import { logOf } from './logOf.ts';
import { recordDraft } from './recordDraft.ts';

const minutesPast = (minutes: number): string =>
  new Date(Date.parse('2026-11-01T08:00:00Z') + minutes * 60_000).toISOString();

interface Upload {
  readonly user?: string;
  readonly files?: readonly string[];
  readonly app?: string;
  readonly minutes?: number;
}

const uploadOf = ({
  user = 'lynne@contoso.com',
  files = ['a.docx'],
  app = 'Dropbox',
  minutes = 0,
}: Upload): EventDraft =>
  recordDraft('upload', {
    type: 'shadowItUpload',
    occurredAt: minutesPast(minutes),
    facets: { users: [user], named: { file: files, app: [app] } },
  });

const entryOf = (draft: EventDraft, sequence: number, target?: string): LogEntry =>
  toEntry(draft, {
    tenantId: 'contoso',
    source: 'alerts',
    sequence,
    change: 'raised',
    detectedAt: minutesPast(60),
    upperBound: minutesPast(60),
    correlationId: 'test',
    ...(target !== undefined && { target }),
  });

/** What an upload of Lynne's is noted to have been told by, of a log that gives out an entry at a time. */
const toldOf = async (upload: Upload, entries: readonly LogEntry[]) => {
  const log = { ...logOf(entries, { pageSize: 1 }), sequenceBefore: async () => 0 };
  const [draft = assert.fail()] = await noteToldBy(log, ['alerts'])([uploadOf(upload)]);
  return draft.facets.told;
};

describe('an upload', () => {
  for (const [what, earlier, upload, expected] of [
    ['by the same person, of the same file, to the same app, at the same time', {}, {}, true],
    ['by another person', { user: 'lee@contoso.com' }, {}, false],
    ['by the same person in other letters', { user: 'LYNNE@contoso.com' }, {}, true],
    ['of another file', { files: ['b.docx'] }, {}, false],
    ['of all its files and more', { files: ['b.docx', 'A.docx', 'c.docx'] }, { files: ['a.docx', 'b.docx'] }, true],
    ['of some of its files', { files: ['a.docx'] }, { files: ['a.docx', 'b.docx'] }, false],
    ['to another app', { app: 'Box' }, {}, false],
    ['an hour before', { minutes: -60 }, {}, true],
    ['an hour after', { minutes: 60 }, {}, true],
    ['over an hour before', { minutes: -61 }, {}, false],
    ['of no file that anybody names', { files: [] }, { files: [] }, false],
  ] as const)
    test(`${expected ? 'was told' : 'was not told'} by an event about one ${what}`, async () => {
      const told = await toldOf(upload, [entryOf(uploadOf(earlier), 1)]);
      assert.equal(told?.length, expected ? 1 : undefined);
    });

  test('was not told by a test event, nor by an event of another type', async () => {
    const another = { ...uploadOf({}), type: 'cloudAppAlert' };
    assert.equal(await toldOf({}, [entryOf(uploadOf({}), 1, 'a subscription'), entryOf(another, 2)]), undefined);
  });

  test('names the first five that told it, without what those were told by', async () => {
    const chained = { ...uploadOf({}), facets: { ...uploadOf({}).facets, told: [] } };
    const entries = Array.from({ length: 7 }, (_, n) => entryOf(chained, n + 1));
    const { users, named } = chained.facets;
    assert.deepEqual(
      await toldOf({}, entries),
      entries.slice(0, 5).map(({ source, sequence, change, recordedAt }) => {
        return { source, sequence, change, recordedAt, facets: { users, named } };
      }),
    );
  });
});
