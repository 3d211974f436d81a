import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { LabelLookup } from '../../functions/activity/labelLookup.ts';
import { onExternalSharing } from '../../functions/activity/onExternalSharing.ts';
import { activityRecord } from '../../sandbox/activityFeed/activityStore.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { contosoLabels } from './startActivity.ts';
import { startTrigger } from './triggerFixture.ts';

const url = (name: string) => `https://contoso.sharepoint.com/sites/finance/Shared%20Documents/${name}`;
const lookup: LabelLookup = {
  ...contosoLabels,
  ofItem: async (itemUrl) =>
    [url('labelled.docx'), url('Plan%20%232.docx')].includes(itemUrl)
      ? labels.confidential.id
      : itemUrl === url('plain.docx')
        ? 'none'
        : undefined,
};
const share = (id: string, operation: string, properties: object) => ({
  source: 'sharePointActivity' as const,
  lookup,
  record: activityRecord(operation, new Date(), {
    Id: id,
    RecordType: 14,
    Workload: 'SharePoint',
    UserId: 'adele@contoso.com',
    ObjectId: url('labelled.docx'),
    ...properties,
  }),
});
const guest = (address: string) => ({ TargetUserOrGroupType: 'Guest', TargetUserOrGroupName: address });
const records = [
  share('link', 'AnonymousLinkCreated', { EventData: '<Type>Edit</Type>' }),
  share('guest', 'AddedToSecureLink', {
    ...guest('partner_fabrikam.com#ext#@contoso.onmicrosoft.com'),
    // As SharePoint records addresses: nothing in them is escaped.
    ObjectId: 'https://contoso.sharepoint.com/sites/finance/Shared Documents/Plan #2.docx',
  }),
  share('invited', 'SharingInvitationCreated', guest('agency@wingtip.example')),
  share('plain', 'AnonymousLinkCreated', { ObjectId: url('plain.docx') }),
  share('unknown', 'AnonymousLinkCreated', { ObjectId: url('gone.docx') }),
  share('told', 'AnonymousLinkCreated', { ObjectId: url('gone.docx'), SensitivityLabelId: labels.general.id }),
  share('inside', 'AddedToSecureLink', { TargetUserOrGroupType: 'Member', TargetUserOrGroupName: 'lee@contoso.com' }),
  share('organization', 'CompanyLinkCreated', {}),
];

describe('OnExternalSharing', () => {
  let flows: Awaited<ReturnType<typeof startTrigger>>;
  before(async () => {
    flows = await startTrigger(onExternalSharing);
  });
  after(() => flows.close());

  test('starts a flow for labelled files that leave the organization, by link and by guest', async () => {
    const rows: readonly (readonly [object, readonly string[]])[] = [
      [{}, ['guest', 'invited', 'link', 'told']],
      [{ items: 'labelledOrUnknown' }, ['guest', 'invited', 'link', 'told', 'unknown']],
      [{ items: 'all' }, ['guest', 'invited', 'link', 'plain', 'told', 'unknown']],
      [{ linkKinds: ['anonymous'] }, ['link', 'told']],
      [{ guestDomains: ['Fabrikam.com'] }, ['guest']],
      [{ labels: ['General'] }, ['told']],
    ];
    const received = await flows.deliver(
      rows.map(([input]) => input),
      records,
    );
    rows.forEach(([input, expected], row) => {
      const ids = (received[row] ?? []).map(({ sharing }) => Object(sharing).recordId);
      assert.deepEqual([input, ...ids.sort()], [input, ...expected]);
    });
    const shares = Object.fromEntries(
      (received[0] ?? []).map(({ sharing }) => [Object(sharing).recordId, Object(sharing)]),
    );
    assert.partialDeepStrictEqual(shares.link, {
      linkKind: 'anonymous',
      permission: 'edit',
      labelState: 'labelled',
      labelName: 'Confidential',
      itemUrl: url('labelled.docx'),
    });
    assert.partialDeepStrictEqual(shares.guest, {
      linkKind: 'specificPeople',
      recipient: 'partner@fabrikam.com',
      recipientDomain: 'fabrikam.com',
      itemName: 'Plan #2.docx',
      itemUrl: url('Plan%20%232.docx'),
    });
  });

  test('refuses a faulty input by its name', async () => {
    const { status, text } = await flows.subscribe({ linkKinds: ['secret'] });
    assert.equal(status, 400, text);
    assert.ok(text.includes('linkKinds[0]'), text);
  });
});
