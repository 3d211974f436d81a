import { present } from '../integrations/vendorJson/present.ts';
import { number, object, read, text, type VendorFields } from '../integrations/vendorJson/readers.ts';
import { flagProperty, textProperty, timeProperty } from '../runtime/property.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import type { AuditRecord } from './auditRecord.ts';
import { itemOfRecord } from './itemOfRecord.ts';
import type { KnownLabel, LabelLookup } from './labelLookup.ts';

const labelDirections = ['applied', 'upgraded', 'downgraded', 'removed', 'sameOrder', 'unknown'] as const;
type Direction = (typeof labelDirections)[number];

/** A change of an item's sensitivity label, in flow makers' words. */
export const labelChangeSchema = schema({
  title: 'RecordedLabelChange',
  'x-ms-summary': 'Label Change',
  type: 'object',
  description: 'An item whose sensitivity label was put on, changed or taken off.',
  properties: {
    recordId: textProperty('Record Id', 'The id of the audit record.'),
    operation: textProperty('Operation', 'What was done, in the words of the audit log.'),
    occurredAt: timeProperty('Label Changed At', 'When it was done, in UTC.'),
    workload: textProperty('Workload', 'The service in which it was done.'),
    userPrincipalName: textProperty('User Principal Name', 'Who did it.'),
    itemName: textProperty('Item Name', 'The name of the file, or the subject of the mail.'),
    itemUrl: textProperty('Item Address', 'Where the item is, for a file in SharePoint or OneDrive.'),
    itemPath: textProperty('Item Path', 'Where the item is, for a file elsewhere.'),
    siteUrl: textProperty('Site Address', 'The site that the file is in.'),
    fromLabelId: textProperty('From Label Id', 'The label that it had before.'),
    fromLabelName: textProperty('From Label', 'The name of that label; left out when nobody could tell it.'),
    toLabelId: textProperty('To Label Id', 'The label that it has now.'),
    toLabelName: textProperty('To Label', 'The name of that label; left out when nobody could tell it.'),
    direction: {
      type: 'string',
      enum: labelDirections,
      'x-ms-summary': 'Direction',
      description: 'Whether the label was put on, raised, lowered, taken off, or replaced by one of the same order.',
    },
    isDowngrade: flagProperty(
      'Is Downgrade',
      'Whether the item is less protected by its label now, a removal included; left out when nobody could tell.',
    ),
    justification: textProperty('Justification', 'What the person wrote to be allowed to.'),
    method: {
      type: 'string',
      enum: ['default', 'automatic', 'manual', 'recommended'],
      'x-ms-summary': 'Method',
      description: 'How the label came about, where the record says so.',
    },
    application: textProperty('Application', 'The program in which it was done.'),
  },
  required: ['recordId', 'operation', 'occurredAt', 'direction'],
});

export type LabelChange = Infer<typeof labelChangeSchema>;

const operations = new Set([
  ...['sensitivitylabelapplied', 'sensitivitylabelupdated', 'sensitivitylabelchanged', 'sensitivitylabelremoved'],
  ...['filesensitivitylabelapplied', 'filesensitivitylabelchanged', 'filesensitivitylabelremoved'],
]);

export const isLabelChange = ({ operation }: Pick<AuditRecord, 'operation'>): boolean =>
  operations.has(operation.toLowerCase());

const labels = {
  to: text('SensitivityLabelId'),
  from: text('OldSensitivityLabelId'),
  typeNumber: number('LabelEventType'),
  type: text('LabelEventType'),
  method: number('ActionSource'),
  justification: text('JustificationText'),
};
// Office and SharePoint nest them, others write them at the top; SharePoint names some of them in its own way.
const shape = {
  ...labels,
  nested: object('SensitivityLabelEventData', labels),
  destination: text('DestinationLabel'),
  siteJustification: text('SensitivityLabelJustificationText'),
  application: text('Application'),
  access: object('AppAccessContext', { application: text('ClientAppName') }),
};

const directions = new Map<string | number, Direction>([
  ...([1, 'LabelUpgraded'] as const).map((key) => [key, 'upgraded'] as const),
  ...([2, 'LabelDowngraded'] as const).map((key) => [key, 'downgraded'] as const),
  ...([3, 'LabelRemoved'] as const).map((key) => [key, 'removed'] as const),
  ...([4, 'LabelChangedSameOrder'] as const).map((key) => [key, 'sameOrder'] as const),
]);
const methods = new Map([
  [1, 'default' as const],
  [2, 'automatic' as const],
  [3, 'manual' as const],
  [4, 'recommended' as const],
]);

/** Maps a record of a label change; what the record does not say of the order of labels, their priorities do. */
export async function toLabelChange(
  record: VendorFields,
  audit: AuditRecord,
  lookup: Pick<LabelLookup, 'ofId'>,
): Promise<LabelChange> {
  const { nested, destination, siteJustification, access, ...top } = read(shape, record);
  const found = { ...top, ...nested };
  const isRemoval = /removed$/i.test(audit.operation);
  const toId = isRemoval ? undefined : (found.to ?? destination);
  const fromId = found.from ?? (isRemoval ? found.to : undefined);
  const [from, to] = await Promise.all([fromId, toId].map((id) => (id === undefined ? undefined : lookup.ofId(id))));
  const direction =
    directions.get(found.typeNumber ?? found.type ?? '') ??
    (isRemoval ? 'removed' : fromId === undefined ? 'applied' : byPriority(from, to));
  const { recordId, operation, occurredAt, workload, userPrincipalName } = audit;
  return present({
    recordId,
    operation,
    occurredAt,
    workload,
    userPrincipalName,
    ...itemOfRecord(record, audit),
    fromLabelId: fromId,
    fromLabelName: from?.name,
    toLabelId: toId,
    toLabelName: to?.name,
    direction,
    isDowngrade: direction === 'unknown' ? undefined : direction === 'downgraded' || direction === 'removed',
    justification: found.justification ?? siteJustification,
    method: methods.get(found.method ?? 0),
    application: found.application ?? access?.application,
  });
}

function byPriority(from: KnownLabel | undefined, to: KnownLabel | undefined): Direction {
  if (from?.priority === undefined || to?.priority === undefined) return 'unknown';
  if (to.priority === from.priority) return 'sameOrder';
  return to.priority < from.priority ? 'downgraded' : 'upgraded';
}
