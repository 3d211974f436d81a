import type { DlpPolicy, DlpRule } from './dlpPolicy.ts';
import { isTestMode } from './dlpPolicyModes.ts';
import type { PolicyBaseline } from './policyBaselines.ts';

/** What a comparison finds: each kind is a difference, the last is a state that should not last. */
export const findingKinds = [
  'policyAdded',
  'policyRemoved',
  'policyRenamed',
  'modeChanged',
  'workloadsChanged',
  'ruleAdded',
  'ruleRemoved',
  'ruleChanged',
  'leftInTestMode',
] as const;

export interface PolicyFinding {
  readonly kind: (typeof findingKinds)[number];
  readonly policyId: string;
  readonly policyName: string;
  readonly ruleId?: string;
  readonly ruleName?: string;
  readonly before?: string;
  readonly after?: string;
  readonly days?: number;
  readonly summary: string;
}

export interface TestModeLimit {
  readonly days: number;
  readonly now: Date;
}

/** Finds what differs from the baseline, policy by policy, and which policies were left in a test mode. */
export function policyFindings(
  current: readonly DlpPolicy[],
  baseline: PolicyBaseline | undefined,
  limit: TestModeLimit,
): PolicyFinding[] {
  const earlier = new Map(baseline?.policies.map((policy) => [policy.policyId, policy]));
  const present = new Set(current.map(({ policyId }) => policyId));
  const removed = [...earlier.values()].filter(({ policyId }) => !present.has(policyId));
  return [
    ...current.flatMap((policy) => {
      const before = earlier.get(policy.policyId);
      return [
        ...(baseline === undefined ? [] : before === undefined ? [added(policy)] : changes(before, policy)),
        ...testMode(policy, before, limit),
      ];
    }),
    ...removed.map((policy) => ({
      ...of('policyRemoved', policy),
      before: policy.mode,
      summary: `The policy "${policy.name}" is gone, or was disabled.`,
    })),
  ];
}

const of = (kind: PolicyFinding['kind'], { policyId, name }: DlpPolicy) => ({ kind, policyId, policyName: name });

const added = (policy: DlpPolicy): PolicyFinding => ({
  ...of('policyAdded', policy),
  after: policy.mode,
  summary: `The policy "${policy.name}" is new, in mode ${policy.mode}.`,
});

function changes(before: DlpPolicy, after: DlpPolicy): PolicyFinding[] {
  const values = [
    { kind: 'policyRenamed', what: 'name', before: before.name, after: after.name },
    { kind: 'modeChanged', what: 'mode', before: modeText(before), after: modeText(after) },
    { kind: 'workloadsChanged', what: 'workloads', before: listed(before.workloads), after: listed(after.workloads) },
  ] as const;
  return [
    ...values
      .filter((value) => value.before !== value.after)
      .map(({ kind, what, ...value }) => ({
        ...of(kind, after),
        ...value,
        summary: `The ${what} of the policy "${after.name}" changed from ${value.before} to ${value.after}.`,
      })),
    ...ruleChanges(before, after),
  ];
}

function ruleChanges(before: DlpPolicy, after: DlpPolicy): PolicyFinding[] {
  const earlier = new Map(before.rules.map((rule) => [rule.ruleId, rule]));
  const present = new Set(after.rules.map(({ ruleId }) => ruleId));
  const finding = (
    kind: PolicyFinding['kind'],
    rule: DlpRule,
    texts: Pick<PolicyFinding, 'before' | 'after'>,
    happened: string,
  ) => ({
    ...of(kind, after),
    ruleId: rule.ruleId,
    ...(rule.name !== undefined && { ruleName: rule.name }),
    ...texts,
    summary: `The rule "${rule.name ?? rule.ruleId}" of the policy "${after.name}" ${happened}.`,
  });
  return [
    ...after.rules.flatMap((rule) => {
      const known = earlier.get(rule.ruleId);
      if (known === undefined) return [finding('ruleAdded', rule, { after: ruleText(rule) }, 'is new')];
      const texts = { before: ruleText(known), after: ruleText(rule) };
      return texts.before === texts.after ? [] : [finding('ruleChanged', rule, texts, 'changed')];
    }),
    ...before.rules
      .filter(({ ruleId }) => !present.has(ruleId))
      .map((rule) => finding('ruleRemoved', rule, { before: ruleText(rule) }, 'is gone')),
  ];
}

const dayMs = 24 * 60 * 60_000;

/**
 * The document does not say since when a policy has its mode. It has had it since its last change at the latest; and
 * since the last change before the baseline, where it was in the same mode then.
 */
function testMode(
  policy: DlpPolicy,
  before: DlpPolicy | undefined,
  { days: limit, now }: TestModeLimit,
): PolicyFinding[] {
  if (!isTestMode(policy.mode)) return [];
  const [since] = [policy.changedAt, before?.mode === policy.mode ? before.changedAt : undefined]
    .filter((time) => time !== undefined)
    .sort();
  if (since === undefined) return [];
  const days = Math.floor((now.getTime() - Date.parse(since)) / dayMs);
  if (days < limit) return [];
  return [
    {
      ...of('leftInTestMode', policy),
      after: policy.mode,
      days,
      summary: `The policy "${policy.name}" has been in mode ${policy.mode} for ${days} days.`,
    },
  ];
}

const modeText = ({ mode, reportedMode }: DlpPolicy): string => (mode === 'unknown' ? (reportedMode ?? mode) : mode);

const listed = (texts: readonly string[]): string => [...texts].sort().join(', ') || 'none';

/** A rule in words, in an order of its own, so that two descriptions differ only where the rules do. */
function ruleText({ name, enabled, mode, severity, workloads, actions, sensitiveInformationTypes }: DlpRule): string {
  const types = sensitiveInformationTypes.map(
    ({ typeId, minimumCount = 1, minimumConfidence = 0 }) =>
      `${typeId} (${minimumCount} or more, ${minimumConfidence} %)`,
  );
  return [
    `name: ${name ?? 'none'}`,
    enabled ? 'on' : 'off',
    ...(mode === undefined ? [] : [`mode: ${mode}`]),
    ...(severity === undefined ? [] : [`severity: ${severity}`]),
    `workloads: ${listed(workloads)}`,
    `actions: ${listed(actions)}`,
    `looks for: ${listed(types)}`,
  ].join('; ');
}
