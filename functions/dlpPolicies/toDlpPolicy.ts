import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import { present } from '../integrations/vendorJson/present.ts';
import { utcTime } from '../integrations/vendorJson/utcTime.ts';
import type { DlpPolicy, DlpPolicySummary, DlpRule } from './dlpPolicy.ts';
import { modeOf } from './dlpPolicyModes.ts';
import { type Element, elementsAt, elementsWithin } from './policyXml.ts';

// Ids become parts of addresses.
const printableId = /^[\x21-\x7e]{1,200}$/;

/** Maps a `policy` element to our words; undefined when it has no id to call it by. */
export function toDlpPolicy(policy: Element): DlpPolicy | undefined {
  const policyId = text(policy, 'id');
  if (policyId === undefined || !printableId.test(policyId)) return undefined;
  const reportedMode = text(policy, 'mode');
  return present({
    policyId,
    name: text(policy, 'name') ?? policyId,
    mode: modeOf(reportedMode ?? ''),
    reportedMode,
    changedAt: time(policy, 'whenChangedUtc'),
    rulesChangedAt: time(policy, 'whenRulesChangedUtc'),
    workloads: distinct(elementsAt(policy, 'bindings', 'binding').map((binding) => text(binding, 'workload'))),
    rules: elementsAt(policy, 'rules', 'rule')
      .map(toRule)
      .filter((rule) => rule !== undefined),
  });
}

export const summaryOf = ({ rules, ...summary }: DlpPolicy): DlpPolicySummary => ({
  ...summary,
  ruleCount: rules.length,
});

function toRule(rule: Element): DlpRule | undefined {
  // Which of the two ids alerts and audit records name is not documented; the management id is the likelier.
  const ruleId = text(rule, 'managementRuleId') ?? text(rule, 'id');
  if (ruleId === undefined) return undefined;
  const mode = text(rule, 'mode');
  const types = elementsAt(rule, 'version', 'condition')
    .flatMap((condition) => elementsWithin(condition, 'containsDataClassification'))
    .flatMap((classification) => elementsAt(classification, 'keyValues'));
  return present({
    ruleId,
    name: text(rule, 'name'),
    enabled: text(rule, 'enabled')?.toLowerCase() !== 'false',
    mode: mode === undefined ? undefined : modeOf(mode),
    severity: text(rule, 'severity'),
    workloads: distinct((text(rule, 'workload') ?? '').split(',').map((part) => part.trim() || undefined)),
    actions: distinct(elementsAt(rule, 'version', 'action').map((action) => text(action, 'name'))),
    sensitiveInformationTypes: types.flatMap(toSensitiveInformationType),
  });
}

function toSensitiveInformationType(keyValues: Element): DlpRule['sensitiveInformationTypes'] {
  const values = new Map(elementsAt(keyValues, 'keyValue').map((pair) => [text(pair, 'key'), text(pair, 'value')]));
  const typeId = values.get('id');
  if (typeId === undefined) return [];
  const minimumCount = wholeNumber(values.get('minCount'));
  const minimumConfidence = wholeNumber(values.get('minConfidence'));
  return [present({ typeId, minimumCount, minimumConfidence })];
}

function text(element: Element, name: string): string | undefined {
  const value = element[name];
  return typeof value === 'string' && value !== '' ? boundedText(value) : undefined;
}

/** The document writes `2026-07-14 21:53:27Z`. */
const time = (element: Element, name: string): string | undefined => utcTime(text(element, name)?.replace(' ', 'T'));

const wholeNumber = (value: string | undefined): number | undefined =>
  value !== undefined && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;

const distinct = (values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
];
