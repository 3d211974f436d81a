import type { PolicyState } from '../contoso/createPolicyStore.ts';
import type { DlpPolicyMode, DlpRule } from '../contoso/dlpPolicies.ts';

/** The words of the document; `Disable` has none, since a disabled policy is not handed out to the workloads. */
const modeWords: Readonly<Record<DlpPolicyMode, string | undefined>> = {
  Enable: 'Enforce',
  TestWithNotifications: 'AuditAndNotify',
  TestWithoutNotifications: 'Audit',
  Disable: undefined,
};

/**
 * The content of the policy file: base64 of an XML document in UTF-16LE. No reference describes it; its elements and
 * attributes are those that public projects measured on real tenants.
 */
export function policyDocument(policies: readonly PolicyState[]): string {
  const xml = `<?xml version="1.0" encoding="utf-16"?><Content xmlns="http://schemas.microsoft.com/office/2014/hygienews/"><policies>${policies.map(printPolicy).join('')}</policies></Content>`;
  return Buffer.from(`\ufeff${xml}`, 'utf16le').toString('base64');
}

function printPolicy({ id, name, mode, changedAt, rulesChangedAt, workloads, rules }: PolicyState): string {
  const word = modeWords[mode];
  if (word === undefined) return '';
  const attributes = {
    id,
    name,
    mode: word,
    whenChangedUtc: timeOf(changedAt),
    whenRulesChangedUtc: timeOf(rulesChangedAt),
  };
  const bindings = workloads.map((workload) => `<binding${printed({ workload, type: 'Tenant' })} />`).join('');
  return `<policy${printed(attributes)}><rules>${rules.map((rule) => printRule(rule, workloads)).join('')}</rules><bindings>${bindings}</bindings></policy>`;
}

function printRule(rule: DlpRule, workloads: readonly string[]): string {
  const joined = workloads.join(',');
  const attributes = {
    id: rule.id,
    name: rule.name,
    managementRuleId: rule.id,
    enabled: 'true',
    severity: rule.severity,
    // Both spellings stand in the real document.
    Workload: joined,
    workload: joined,
  };
  const types = rule.sensitiveInformation.map(
    ({ typeId, minimumCount, minimumConfidence }) =>
      `<keyValues>${keyValue('id', typeId)}${keyValue('minCount', minimumCount)}${keyValue('maxCount', -1)}${keyValue('minConfidence', minimumConfidence)}${keyValue('maxConfidence', 100)}</keyValues>`,
  );
  // What somebody wrote into a condition or is to be told: it has no business outside the policy.
  const told =
    '<argument name="NotifyUser"><value>compliance-team@contoso.com</value></argument><value>a text of a condition</value>';
  const condition = `<condition><and><containsDataClassification>${types.join('')}</containsDataClassification></and></condition>`;
  const actions = rule.actions.map((name) => `<action${printed({ name })}>${told}</action>`).join('');
  return `<rule${printed(attributes)}><version requiredMinVersion="1.00.0002.000">${condition}${actions}</version></rule>`;
}

const keyValue = (key: string, value: string | number): string =>
  `<keyValue${printed({ key, value: String(value) })} />`;

const printed = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#xA;');

/** `2026-07-14 21:53:27Z`. */
const timeOf = (date: Date): string =>
  date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z/, 'Z');
