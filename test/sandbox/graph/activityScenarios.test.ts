import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createActivityStore } from '../../../sandbox/activityFeed/activityStore.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { startGraphFixture } from './graphFixture.ts';

interface Played {
  value: { id: string }[];
  records: { Operation: string; UserId: string; [property: string]: unknown }[];
  error?: { message: string };
}

const playing = async (
  run: (
    play: (name: string, wish?: object) => Promise<Played>,
    store: ReturnType<typeof createActivityStore>,
  ) => Promise<void>,
) => {
  const activity = createActivityStore();
  const fixture = await startGraphFixture({ activity });
  const play = async (name: string, wish: object = {}): Promise<Played> => {
    const response = await fixture.call(`${fixture.graph.origin}/sandbox/scenarios/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
    return (await response.json()) as Played;
  };
  try {
    await run(play, activity);
  } finally {
    await fixture.close();
  }
};

test('a DLP match leaves its record in the audit log as well', () =>
  playing(async (play, store) => {
    const { value, records } = await play('dlp-match', { user: 'diego@contoso.com', count: 2 });
    assert.equal(value.length, 2);
    assert.deepEqual(
      records.map(({ Operation, UserId }) => [Operation, UserId]),
      [1, 2].map(() => ['DlpRuleMatch', users.diego.userPrincipalName]),
    );
    assert.equal(store.list('DLP.All').length, 2);
  }));

test('what happens without an alert is in the audit log alone', () =>
  playing(async (play, store) => {
    const rows = [
      ['label-downgrade', { to: 'Public' }, 'Audit.SharePoint', 'FileSensitivityLabelChanged'],
      ['external-share', {}, 'Audit.SharePoint', 'AnonymousLinkCreated'],
      ['external-share', { recipient: 'partner@fabrikam.com' }, 'Audit.SharePoint', 'AddedToSecureLink'],
      ['shadow-upload', { application: 'wetransfer.com' }, 'DLP.All', 'DlpRuleMatch'],
      ['policy-change', { policy: 'Employee records', mode: 'Disable' }, 'Audit.General', 'Set-DlpCompliancePolicy'],
    ] as const;
    for (const [name, wish, contentType, operation] of rows) {
      const { value, records } = await play(name, wish);
      assert.deepEqual([name, value, records[0]?.Operation], [name, [], operation]);
      assert.deepEqual(store.list(contentType).at(-1)?.records, records);
      store.clear();
    }
  }));

test('a wish for what there cannot be is refused with what there can', () =>
  playing(async (play) => {
    assert.match((await play('label-downgrade', { to: 'Secret' })).error?.message ?? '', /Highly Confidential/);
    const refused = [
      ['policy-change', { mode: 'nope' }, /expected one of Enable, TestWithNotifications/],
      ['dlp-match', { recipient: 'not an address' }, /'recipient' must be a mail address/],
      ['external-share', { recipient: 'partner' }, /'recipient' must be a mail address/],
      ['shadow-upload', { application: 'http://x/y' }, /'application' must be a domain/],
    ] as const;
    for (const [name, wish, message] of refused) assert.match((await play(name, wish)).error?.message ?? '', message);
    assert.match((await play('external-share', { file: 'none.docx' })).error?.message ?? '', /Payroll 2026\.xlsx/);
  }));
