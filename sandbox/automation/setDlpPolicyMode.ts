import type { PolicyStore } from '../contoso/createPolicyStore.ts';
import { dlpPolicyModes } from '../contoso/dlpPolicies.ts';

/** The parameters of infra/dlpPolicyMode/Set-DlpPolicyMode.ps1, all of them mandatory. */
export const runbookParameters = ['PolicyId', 'Mode', 'Reason', 'RequestedBy'] as const;

/** Does to the tenant what the runbook does; its errors are those that PowerShell would throw. */
export function setDlpPolicyMode(policies: PolicyStore, parameters: Readonly<Record<string, string>>): string {
  const missing = runbookParameters.find((name) => !parameters[name]);
  if (missing) throw new Error(`Cannot bind argument to parameter '${missing}' because it is an empty string.`);
  const unknown = Object.keys(parameters).find((name) => !runbookParameters.some((known) => known === name));
  if (unknown) throw new Error(`A parameter cannot be found that matches parameter name '${unknown}'.`);
  const { PolicyId = '', Mode = '' } = parameters;
  // PowerShell compares without regard to case.
  const mode = dlpPolicyModes.find((candidate) => candidate.toLowerCase() === Mode.toLowerCase());
  if (!mode)
    throw new Error(`Cannot validate argument on parameter 'Mode'. The argument "${Mode}" does not belong to the set.`);
  const policy = policies.all().find(({ id }) => id === PolicyId);
  if (!policy) throw new Error(`There is no DLP policy with the id ${PolicyId}.`);
  const changed = policy.mode !== mode;
  if (changed) policies.setMode(policy.id, mode);
  const result = { policyId: policy.id, policyName: policy.name, mode: Mode, previousMode: policy.mode, changed };
  return `Connected to Security & Compliance PowerShell.\n${JSON.stringify(result)}\n`;
}
