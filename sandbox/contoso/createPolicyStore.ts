import { type DlpPolicy, type DlpPolicyMode, dlpPolicies } from './dlpPolicies.ts';

/** A policy as it is now. */
export interface PolicyState extends Omit<DlpPolicy, 'modeSetDaysAgo'> {
  changedAt: Date;
  rulesChangedAt: Date;
}

/** The tenant's DLP policies: Graph reads them, the runbook changes them. */
export interface PolicyStore {
  all(): readonly PolicyState[];
  /** By id or by name, as Security & Compliance PowerShell takes either. */
  find(identity: string): PolicyState | undefined;
  setMode(policyId: string, mode: DlpPolicyMode): void;
  /** Puts another in the place of the policy with this id, or adds it. */
  put(policy: PolicyState): void;
  remove(policyId: string): void;
}

const dayMs = 24 * 60 * 60_000;

/** Contoso's policies, with their ages counted back from now. */
export function createPolicyStore(now: () => Date = () => new Date()): PolicyStore {
  const policies = new Map<string, PolicyState>(
    Object.values<DlpPolicy>(dlpPolicies).map(({ modeSetDaysAgo, ...policy }) => {
      const changedAt = new Date(now().getTime() - modeSetDaysAgo * dayMs);
      return [policy.id, { ...policy, changedAt, rulesChangedAt: changedAt }];
    }),
  );
  return {
    all: () => [...policies.values()],
    find: (identity) => [...policies.values()].find(({ id, name }) => id === identity || name === identity),
    setMode(policyId, mode) {
      const policy = policies.get(policyId);
      if (policy) policies.set(policyId, { ...policy, mode, changedAt: now() });
    },
    put: (policy) => policies.set(policy.id, policy),
    remove: (policyId) => policies.delete(policyId),
  };
}
