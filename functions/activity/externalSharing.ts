import { present } from '../integrations/vendorJson/present.ts';
import { read, text, type VendorFields } from '../integrations/vendorJson/readers.ts';
import { textProperty, timeProperty } from '../runtime/property.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import type { AuditRecord } from './auditRecord.ts';
import { itemOfRecord } from './itemOfRecord.ts';
import type { LabelLookup } from './labelLookup.ts';

export const linkKinds = ['anonymous', 'specificPeople', 'invitation', 'direct'] as const;
const labelStates = ['labelled', 'unlabelled', 'unknown'] as const;

/** A file or folder that was opened to somebody outside, in flow makers' words. */
export const externalSharingSchema = schema({
  title: 'ExternalSharing',
  'x-ms-summary': 'External Sharing',
  type: 'object',
  description: 'A file or folder that was opened to somebody outside the organization.',
  properties: {
    recordId: textProperty('Record Id', 'The id of the audit record.'),
    operation: textProperty('Operation', 'What was done, in the words of the audit log.'),
    occurredAt: timeProperty('Shared At', 'When it was done, in UTC.'),
    workload: textProperty('Workload', 'The service in which it was done: SharePoint or OneDrive.'),
    userPrincipalName: textProperty('User Principal Name', 'Who shared it.'),
    itemName: textProperty('Item Name', 'The name of the file or folder.'),
    itemUrl: textProperty('Item Address', 'Where the file or folder is.'),
    itemPath: textProperty('Item Path', 'What the record calls the item, where that is no address.'),
    siteUrl: textProperty('Site Address', 'The site that it is in.'),
    linkKind: {
      type: 'string',
      enum: linkKinds,
      'x-ms-summary': 'Link Kind',
      description:
        'Whether anybody with the link gets in, only named people, somebody who was invited, or somebody who was given access directly.',
    },
    permission: {
      type: 'string',
      enum: ['view', 'edit', 'other'],
      'x-ms-summary': 'Permission',
      description: 'What the recipient may do, where the record says so.',
    },
    recipient: textProperty('Recipient', 'Who it was shared with; left out for a link that anybody can use.'),
    recipientDomain: textProperty('Recipient Domain', 'The domain of the recipient.'),
    sharingId: textProperty('Sharing Id', 'Joins the records of one act of sharing.'),
    labelState: {
      type: 'string',
      enum: labelStates,
      'x-ms-summary': 'Label State',
      description: 'Whether the item carries a sensitivity label; unknown when nobody could tell.',
    },
    labelId: textProperty('Label Id', 'The sensitivity label of the item.'),
    labelName: textProperty('Label', 'The name of that label; left out when nobody could tell it.'),
  },
  required: ['recordId', 'operation', 'occurredAt', 'linkKind', 'labelState'],
});

export type ExternalSharing = Infer<typeof externalSharingSchema>;

/** https://learn.microsoft.com/purview/audit-log-sharing */
const kindOf = new Map<string, ExternalSharing['linkKind']>([
  ['anonymouslinkcreated', 'anonymous'],
  ['anonymouslinkupdated', 'anonymous'],
  ['addedtosecurelink', 'specificPeople'],
  ['sharinginvitationcreated', 'invitation'],
  ['sharingset', 'direct'],
]);

const shape = {
  target: text('TargetUserOrGroupName'),
  targetType: text('TargetUserOrGroupType'),
  data: text('EventData'),
  sharingId: text('UniqueSharingId'),
  labelId: text('SensitivityLabelId'),
};

/** Whether a record says that something was shared with somebody outside: by an open link, or with a guest. */
export function isExternalSharing(record: VendorFields, { operation }: Pick<AuditRecord, 'operation'>): boolean {
  const kind = kindOf.get(operation.toLowerCase());
  const { target = '', targetType = '' } = read(shape, record);
  return kind === 'anonymous' || (kind !== undefined && (/^guest$/i.test(targetType) || /#ext#/i.test(target)));
}

/** Maps such a record; the label comes from the record itself, or from Graph when the record names none. */
export async function toExternalSharing(
  record: VendorFields,
  audit: AuditRecord,
  lookup: LabelLookup,
): Promise<ExternalSharing> {
  const { target, data, sharingId, labelId } = read(shape, record);
  const { recordId, operation, occurredAt, workload, userPrincipalName } = audit;
  const item = itemOfRecord(record, audit);
  const found = labelId ?? (item.itemUrl === undefined ? undefined : await lookup.ofItem(item.itemUrl));
  const id = found === 'none' ? undefined : found;
  const recipient = target === undefined ? undefined : guestAddress(target);
  return present({
    recordId,
    operation,
    occurredAt,
    workload,
    userPrincipalName,
    ...item,
    linkKind: kindOf.get(operation.toLowerCase()) ?? 'direct',
    permission: data === undefined ? undefined : permissionOf(data),
    recipient,
    recipientDomain: recipient?.split('@')[1]?.toLowerCase(),
    sharingId,
    labelState: labelStateOf(found),
    labelId: id,
    labelName: id === undefined ? undefined : (await lookup.ofId(id))?.name,
  });
}

function labelStateOf(found: string | undefined): ExternalSharing['labelState'] {
  if (found === undefined) return 'unknown';
  return found === 'none' ? 'unlabelled' : 'labelled';
}

/** A guest's account name holds the address with an underscore for its at sign: partner_fabrikam.com#ext#@contoso.com. */
function guestAddress(name: string): string {
  const [account = name, ...rest] = name.split(/#ext#/i);
  if (rest.length === 0) return name;
  const at = account.lastIndexOf('_');
  return at < 0 ? account : `${account.slice(0, at)}@${account.slice(at + 1)}`;
}

/** The record carries a scrap of XML: `<Type>Edit</Type>`, or `<Permissions granted>Contribute</Permissions granted>`. */
function permissionOf(data: string): ExternalSharing['permission'] {
  if (/>\s*(edit|write|contribute|full control|owner)/i.test(data)) return 'edit';
  return />\s*(view|read)/i.test(data) ? 'view' : 'other';
}
