import type { RuleMatch } from '../events/ruleMatch.ts';
import { present } from '../integrations/vendorJson/present.ts';
import { number, read, recordsIn, text, type VendorFields } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { textProperty, textsProperty, timeProperty } from '../runtime/property.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import type { AuditRecord } from './auditRecord.ts';
import type { LabelLookup } from './labelLookup.ts';

export const enforcements = ['audited', 'warned', 'bypassed', 'blocked', 'allowed', 'unknown'] as const;

/** A file of a device that went, or was about to go, to an app on the internet; in flow makers' words. */
export const shadowItUploadSchema = schema({
  title: 'ShadowItUpload',
  'x-ms-summary': 'Upload',
  type: 'object',
  description: 'A sensitive file of a device that somebody sent to an app or a site, or tried to.',
  properties: {
    recordId: textProperty('Record Id', 'The id of the audit record.'),
    operation: textProperty('Operation', 'What was done, in the words of the audit log.'),
    occurredAt: timeProperty('Occurred At', 'When it was done, in UTC.'),
    userPrincipalName: textProperty('User Principal Name', 'Who did it.'),
    deviceName: textProperty('Device Name', 'The device that the file is on.'),
    application: textProperty('Application', 'The program that it was done with, such as chrome.exe.'),
    targetDomain: textProperty('Target Domain', 'Where the file went, such as dropbox.com.'),
    fileName: textProperty('File Name', 'The name of the file.'),
    filePath: textProperty('File Path', 'Where the file is on the device.'),
    actionTaken: {
      type: 'string',
      enum: enforcements,
      'x-ms-summary': 'Action Taken',
      description:
        'Whether it was only audited, warned of, done in spite of the warning, blocked, or allowed by the policy.',
    },
    labelId: textProperty('Label Id', 'The sensitivity label of the file.'),
    labelName: textProperty('Label', 'The name of that label; left out when nobody could tell it.'),
    policyName: textProperty('Policy Name', 'The policy that was matched, where one was.'),
    ruleName: textProperty('Rule Name', 'The rule that was matched, where one was.'),
    sensitiveTypes: textsProperty('Sensitive Types', 'The kinds of sensitive information that were found in the file.'),
  },
  required: ['recordId', 'operation', 'occurredAt', 'actionTaken'],
});

export type ShadowItUpload = Infer<typeof shadowItUploadSchema>;

const modes = new Map<number, ShadowItUpload['actionTaken']>([
  [1, 'audited'],
  [2, 'warned'],
  [3, 'bypassed'],
  [4, 'blocked'],
  [5, 'allowed'],
]);

// Names of endpoint activities that end outside the device and the organization's own services.
const uploads = /uploadedtocloud|unallowedapp|paste[sd]?tobrowser/i;

const shape = {
  operation: text('EndpointOperation'),
  application: text('Application'),
  targetDomain: text('TargetDomain'),
  deviceName: text('DeviceName'),
  mode: number('EnforcementMode'),
};
const label = { nested: text('SensitivityLabelId') };

const endpointOf = (record: VendorFields): VendorFields =>
  isRecord(record.EndpointMetaData) ? record.EndpointMetaData : {};

const labelOf = (record: VendorFields): string | undefined => {
  const endpoint = endpointOf(record);
  const ids = [endpoint.SensitivityLabelIds, record.SensitivityLabelIds].find(Array.isArray) ?? [];
  const event = isRecord(record.SensitivityLabelEventData) ? record.SensitivityLabelEventData : {};
  return [read(label, endpoint).nested, read(label, event).nested, ...ids].find((id) => typeof id === 'string');
};

const sensitiveTypesOf = (record: VendorFields): string[] =>
  [...(recordsIn(endpointOf(record).SensitiveInfoTypeData) ?? []), ...(recordsIn(record.SensitiveInfoTypeData) ?? [])]
    .map((found) => read({ name: text('SensitiveInformationTypeName'), id: text('SensitiveInfoTypeId') }, found))
    .flatMap(({ name, id }) => name ?? id ?? []);

/** Whether a record of a device says that something sensitive left it: a rule was matched, or the file is known to be. */
export function isShadowItUpload(record: VendorFields, { operation }: Pick<AuditRecord, 'operation'>): boolean {
  if (!isRecord(record.EndpointMetaData)) return false;
  const done = read(shape, record.EndpointMetaData).operation ?? operation;
  const isSensitive =
    Array.isArray(record.PolicyDetails) || labelOf(record) !== undefined || sensitiveTypesOf(record).length > 0;
  return uploads.test(done) && isSensitive;
}

/** Maps such a record. */
export async function toShadowItUpload(
  record: VendorFields,
  audit: AuditRecord,
  match: Pick<RuleMatch, 'policyName' | 'ruleName' | 'sensitiveInformation'>,
  lookup: Pick<LabelLookup, 'ofId'>,
): Promise<ShadowItUpload> {
  const { operation, mode, ...found } = read(shape, endpointOf(record));
  const { recordId, occurredAt, userPrincipalName, objectId } = audit;
  const labelId = labelOf(record);
  const ofRules = (match.sensitiveInformation ?? []).flatMap(({ typeName, typeId }) => typeName ?? typeId ?? []);
  const sensitiveTypes = [...new Set([...ofRules, ...sensitiveTypesOf(record)])];
  return present({
    recordId,
    operation: operation ?? audit.operation,
    occurredAt,
    userPrincipalName,
    ...found,
    fileName: objectId?.split(/[\\/]/).at(-1),
    filePath: objectId,
    actionTaken: modes.get(mode ?? 0) ?? 'unknown',
    labelId,
    labelName: labelId === undefined ? undefined : (await lookup.ofId(labelId))?.name,
    policyName: match.policyName,
    ruleName: match.ruleName,
    sensitiveTypes: sensitiveTypes.length > 0 ? sensitiveTypes : undefined,
  });
}
