import type { MatchedItem, MatchedRule, RuleMatch, SensitiveInformation } from '../events/ruleMatch.ts';
import { escapedAddress } from '../integrations/sharePoint/escapedAddress.ts';
import { parseJson } from '../integrations/vendorJson/parseJson.ts';
import { present } from '../integrations/vendorJson/present.ts';
import {
  flag,
  number,
  objects,
  read,
  recordsIn,
  text,
  texts,
  type VendorFields,
} from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import type { AuditRecord } from './auditRecord.ts';

const severities = ['unknown', 'informational', 'low', 'medium', 'high'] as const;
type Severity = (typeof severities)[number];

// What a rule found is read by name, so that the values found are never touched.
const sensitiveInformation = {
  typeName: text('SensitiveInformationTypeName'),
  typeId: text('SensitiveType'),
  count: number('Count'),
  uniqueCount: number('UniqueCount'),
  confidence: number('Confidence'),
  location: text('Location'),
};
const rule = {
  ruleName: text('RuleName'),
  ruleId: text('RuleId'),
  mode: text('RuleMode'),
  actions: texts('Actions'),
  overriddenActions: texts('OverriddenActions'),
};
const policy = { policyName: text('PolicyName'), policyId: text('PolicyId') };
const file = {
  name: text('FileName'),
  url: text('FilePathUrl'),
  owner: text('FileOwner'),
  siteUrl: text('SiteCollectionUrl'),
  isViewableByExternalUsers: flag('IsViewableByExternalUsers'),
  labelIds: texts('SensitivityLabelIds'),
};
const mail = {
  name: text('Subject'),
  messageId: text('MessageID'),
  sender: text('From'),
  recipientCount: number('RecipientCount'),
};
const addressees = { to: texts('To'), cc: texts('CC'), bcc: texts('BCC') };
const device = {
  deviceName: text('DeviceName'),
  application: text('Application'),
  targetDomain: text('TargetDomain'),
  labelIds: texts('SensitivityLabelIds'),
};
const exception = {
  reason: text('Reason'),
  justification: text('Justification'),
  falsePositive: flag('FalsePositive'),
  ruleIds: texts('Rules'),
};

/** The outcome of a DLP record by its operation, whose letter case varies by workload; undefined for other records. */
export const outcomeOf = (operation: string): RuleMatch['outcome'] | undefined =>
  new Map([
    ['dlprulematch', 'matched' as const],
    ['dlpruleundo', 'undone' as const],
    ['dlpinfo', 'noted' as const],
  ]).get(operation.toLowerCase());

/**
 * Maps the DLP part of a record of the activity feed, without any matched value.
 * https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema#dlp-schema
 */
export function toRuleMatch(record: VendorFields, audit: AuditRecord): RuleMatch {
  const rules = (recordsIn(record.PolicyDetails) ?? []).flatMap(rulesOf);
  const [gravest] = rules.toSorted((one, other) => rank(other.severity) - rank(one.severity));
  return present({
    recordId: audit.recordId,
    outcome: outcomeOf(audit.operation) ?? 'noted',
    occurredAt: audit.occurredAt,
    workload: audit.workload,
    userPrincipalName: audit.userPrincipalName,
    ...gravestOf(gravest),
    severity: gravest === undefined ? 'unknown' : severityOf(gravest.severity),
    actions: filled([...new Set(rules.flatMap(({ actions = [] }) => actions))]),
    item: itemOf(record, audit),
    sensitiveInformation: filled(onceEach(rules.flatMap((matched) => matched.sensitiveInformation ?? []))),
    override: overrideOf(record.ExceptionInfo),
    rules: filled(rules),
    incidentId: read({ incidentId: text('IncidentId') }, record).incidentId,
  });
}

function rulesOf(details: VendorFields): MatchedRule[] {
  const named = read(policy, details);
  // A policy may be named without its rules.
  return (recordsIn(details.Rules) ?? [{}]).map((matched) => {
    const conditions = isRecord(matched.ConditionsMatched) ? matched.ConditionsMatched : {};
    const names = read({ other: objects('OtherConditions', { name: text('Name') }) }, conditions).other ?? [];
    return present({
      ...named,
      ...read(rule, matched),
      severity: read({ severity: text('Severity') }, matched).severity?.toLowerCase(),
      conditions: filled(names.flatMap(({ name }) => name ?? [])),
      sensitiveInformation: read({ found: objects('SensitiveInformation', sensitiveInformation) }, conditions).found,
    });
  });
}

const gravestOf = ({ policyName, policyId, ruleName, ruleId }: MatchedRule = {}) =>
  present({ policyName, policyId, ruleName, ruleId });

const severityOf = (name: string | undefined): Severity => severities.find((known) => known === name) ?? 'unknown';
const rank = (name: string | undefined): number => severities.indexOf(severityOf(name));

/** Each type once, with what was found most of it: several rules may look for the same. */
function onceEach(found: readonly SensitiveInformation[]): SensitiveInformation[] {
  const byType = Map.groupBy(found, ({ typeId, typeName }) => typeId ?? typeName ?? '');
  return [...byType.values()].flatMap(
    (same) => same.toSorted((one, other) => (other.count ?? 0) - (one.count ?? 0)).at(0) ?? [],
  );
}

function itemOf(record: VendorFields, { objectId }: AuditRecord): MatchedItem {
  const { SharePointMetaData: inSite, ExchangeMetaData: inMail, EndpointMetaData: onDevice } = record;
  if (isRecord(inSite)) {
    const { url = objectId, ...rest } = read(file, inSite);
    return present({ kind: 'file' as const, ...rest, url: url && escapedAddress(url) });
  }
  if (isRecord(inMail)) {
    const { to = [], cc = [], bcc = [] } = read(addressees, inMail);
    return present({ kind: 'mail' as const, ...read(mail, inMail), recipients: filled([...to, ...cc, ...bcc]) });
  }
  if (isRecord(onDevice)) {
    const name = objectId?.split(/[\\/]/).at(-1);
    return present({ kind: 'deviceFile' as const, name, path: objectId, ...read(device, onDevice) });
  }
  return present({ kind: 'other' as const, name: objectId });
}

/** Some workloads write it as an object, others as a text that holds one. */
function overrideOf(value: unknown): RuleMatch['override'] {
  const said = typeof value === 'string' ? parsed(value) : value;
  if (!isRecord(said)) return undefined;
  const override = read(exception, said);
  return Object.keys(override).length > 0 ? override : undefined;
}

function parsed(value: string): unknown {
  // A text that holds no object is the reason itself.
  const reason = { Reason: value };
  try {
    const held = parseJson(value);
    return isRecord(held) || held === null ? held : reason;
  } catch {
    return reason;
  }
}

const filled = <T>(items: T[]): T[] | undefined => (items.length > 0 ? items : undefined);
