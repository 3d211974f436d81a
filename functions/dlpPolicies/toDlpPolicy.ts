import { boundedText } from '../integrations/vendorJson/boundedText.ts';
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
  const changedAt = time(policy, 'whenChangedUtc');
  const rulesChangedAt = time(policy, 'whenRulesChangedUtc');
  return {
    policyId,
    name: text(policy, 'name') ?? policyId,
    mode: modeOf(reportedMode ?? ''),
    ...(reportedMode !== undefined && { reportedMode }),
    ...(changedAt !== undefined && { changedAt }),
    ...(rulesChangedAt !== undefined && { rulesChangedAt }),
    workloads: distinct(elementsAt(policy, 'bindings', 'binding').map((binding) => text(binding, 'workload'))),
    rules: elementsAt(policy, 'rules', 'rule').flatMap((rule) => toRule(rule)),
  };
}

export const summaryOf = ({ rules, ...summary }: DlpPolicy): DlpPolicySummary => ({
  ...summary,
  ruleCount: rules.length,
});

function toRule(rule: Element): DlpRule[] {
  // The management id is the one that alerts and audit records name.
  const ruleId = text(rule, 'managementRuleId') ?? text(rule, 'id');
  if (ruleId === undefined) return [];
  const name = text(rule, 'name');
  const mode = text(rule, 'mode');
  const severity = text(rule, 'severity');
  const types = elementsAt(rule, 'version', 'condition')
    .flatMap((condition) => elementsWithin(condition, 'containsDataClassification'))
    .flatMap((classification) => elementsAt(classification, 'keyValues'));
  return [
    {
      ruleId,
      ...(name !== undefined && { name }),
      enabled: text(rule, 'enabled')?.toLowerCase() !== 'false',
      ...(mode !== undefined && { mode: modeOf(mode) }),
      ...(severity !== undefined && { severity }),
      workloads: distinct((text(rule, 'workload') ?? '').split(',').map((part) => part.trim() || undefined)),
      actions: distinct(elementsAt(rule, 'version', 'action').map((action) => text(action, 'name'))),
      sensitiveInformationTypes: types.flatMap(toSensitiveInformationType),
    },
  ];
}

function toSensitiveInformationType(keyValues: Element): DlpRule['sensitiveInformationTypes'] {
  const values = new Map(elementsAt(keyValues, 'keyValue').map((pair) => [text(pair, 'key'), text(pair, 'value')]));
  const typeId = values.get('id');
  if (typeId === undefined) return [];
  const minimumCount = wholeNumber(values.get('minCount'));
  const minimumConfidence = wholeNumber(values.get('minConfidence'));
  return [
    {
      typeId,
      ...(minimumCount !== undefined && { minimumCount }),
      ...(minimumConfidence !== undefined && { minimumConfidence }),
    },
  ];
}

function text(element: Element, name: string): string | undefined {
  const value = element[name];
  return typeof value === 'string' && value !== '' ? boundedText(value) : undefined;
}

/** `2026-07-14 21:53:27Z`, as the document writes times. */
function time(element: Element, name: string): string | undefined {
  const value = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)Z?$/.exec(text(element, name) ?? '');
  const date = new Date(value ? `${value[1]}T${value[2]}Z` : Number.NaN);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() <= 1 ? undefined : date.toISOString();
}

const wholeNumber = (value: string | undefined): number | undefined =>
  value !== undefined && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;

const distinct = (values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
];
