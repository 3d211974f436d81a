import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isExternalSharing, toExternalSharing } from '../../functions/activity/externalSharing.ts';
import { contosoLabels } from './startActivity.ts';

const audit = { recordId: 'r1', recordType: '14', occurredAt: '2026-11-20T08:00:00.000Z' };
const guest = { TargetUserOrGroupType: 'Guest' };

for (const [operation, record, expected] of [
  ['AnonymousLinkCreated', {}, true],
  ['AnonymousLinkUpdated', {}, true],
  ['ADDEDTOSECURELINK', { TargetUserOrGroupType: 'guest' }, true],
  ['SharingInvitationCreated', guest, true],
  ['SharingSet', guest, true],
  // Some records call a guest a member.
  ['SharingSet', { TargetUserOrGroupType: 'Member', TargetUserOrGroupName: 'lee_fabrikam.com#EXT#@contoso.com' }, true],
  ['SharingSet', { TargetUserOrGroupType: 'Member', TargetUserOrGroupName: 'lee@contoso.com' }, false],
  ['CompanyLinkCreated', guest, false],
] as const)
  test(`tells that ${operation} ${JSON.stringify(record)} ${expected ? 'reaches' : 'does not reach'} outside`, () =>
    assert.equal(isExternalSharing(record, { operation }), expected));

const shared = (record: object) =>
  toExternalSharing({ ...record }, { ...audit, operation: 'SharingSet' }, contosoLabels);

for (const [target, address, domain] of [
  ['partner_fabrikam.com#ext#@contoso.com', 'partner@fabrikam.com', 'fabrikam.com'],
  ['two_words_Fabrikam.com#EXT#@contoso.com', 'two_words@Fabrikam.com', 'fabrikam.com'],
  ['nobody#ext#@contoso.com', 'nobody', undefined],
  ['agency@wingtip.example', 'agency@wingtip.example', 'wingtip.example'],
] as const)
  test(`reads ${address} from ${target}`, async () => {
    const { recipient, recipientDomain } = await shared({ TargetUserOrGroupName: target });
    assert.deepEqual([recipient, recipientDomain], [address, domain]);
  });

for (const [data, expected] of [
  ['<Type>Edit</Type>', 'edit'],
  ['<Permissions granted>Contribute</Permissions granted>', 'edit'],
  ['<Permissions granted>Full Control</Permissions granted>', 'edit'],
  ['<Type>View</Type>', 'view'],
  ['<Permissions granted> Read</Permissions granted>', 'view'],
  ['<Type>Review</Type>', 'other'],
  [undefined, undefined],
] as const)
  test(`reads the permission ${expected} from ${data}`, async () =>
    assert.equal((await shared({ EventData: data })).permission, expected));
