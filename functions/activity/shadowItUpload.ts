import type { RuleMatch } from '../events/ruleMatch.ts';
import type { ShadowItUpload } from '../events/shadowItUpload.ts';
import { present } from '../integrations/vendorJson/present.ts';
import { number, read, recordsIn, text, type VendorFields } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import type { AuditRecord } from './auditRecord.ts';
import type { LabelLookup } from './labelLookup.ts';

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

/** Whether a record names policies that were matched; the list of them may be there and empty. */
export const isRuleMatch = ({ PolicyDetails: policies }: VendorFields): boolean =>
  Array.isArray(policies) && policies.length > 0;

/** Whether a record of a device says that something sensitive left it: a rule was matched, or the file is known to be. */
export function isShadowItUpload(record: VendorFields, { operation }: Pick<AuditRecord, 'operation'>): boolean {
  if (!isRecord(record.EndpointMetaData)) return false;
  const done = read(shape, record.EndpointMetaData).operation ?? operation;
  const isSensitive = isRuleMatch(record) || labelOf(record) !== undefined || sensitiveTypesOf(record).length > 0;
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
