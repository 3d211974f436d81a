import type { Graph } from '../integrations/graph/graph.ts';
import { betaPath } from '../integrations/graph/graphPath.ts';
import { Problem } from '../runtime/problem.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { DlpPolicy } from './dlpPolicy.ts';
import { elementOf, elementsAt, readPolicyXml } from './policyXml.ts';
import { toDlpPolicy } from './toDlpPolicy.ts';

/** The permission by its nearest published name; the service's own documentation names none. */
export const policyFilesPermission = 'InformationProtectionPolicy.Read.All';

/** The tenant's DLP policies, all of them, by name. */
export interface DlpPolicies {
  all(): Promise<DlpPolicy[]>;
}

/** Stands in for the policies where the setting that allows the beta interface is off. */
export const dlpPoliciesOff: DlpPolicies = {
  async all() {
    throw new Problem(
      'NotConfigured',
      'Reading DLP policies is off: it uses policyFiles, a beta interface of Microsoft Graph that may change without notice. An administrator can set DLP_POLICY_FILES to true and grant the app the permission InformationProtectionPolicy.Read.All.',
    );
  },
};

/**
 * Reads the policies from the policy file that Graph hands to the workloads; no version of Graph has a list of them.
 * https://learn.microsoft.com/graph/api/resources/tenantdatasecurityandgovernance?view=graph-rest-beta
 */
export function dlpPoliciesOfGraph(beta: Graph): DlpPolicies {
  const readable = beta.needing({ permission: policyFilesPermission });
  return {
    async all() {
      try {
        for await (const { value } of readable.pages(betaPath`/security/dataSecurityAndGovernance/policyFiles`)) {
          const file = value.map(elementOf).find(isDlpPolicyFile);
          if (file !== undefined) return await policiesOf(file.content);
        }
        return [];
      } catch (error) {
        throw isAbsence(error) ? gone(error.message) : error;
      }
    },
  };
}

/** The call has no input of the caller's, so that nobody but Graph can be at fault. */
const isAbsence = (error: unknown): error is Problem =>
  error instanceof Problem && (error.code === 'NotFound' || error.code === 'InvalidInput');

const gone = (said: string): Problem =>
  new Problem(
    'NotConfigured',
    `Microsoft Graph does not offer policyFiles to this tenant, or no longer; it is a beta interface. ${said}`,
  );

const isDlpPolicyFile = ({ id, fileType }: Readonly<Record<string, unknown>>): boolean =>
  [id, fileType].some((name) => typeof name === 'string' && name.toLowerCase() === 'dlppolicy');

async function policiesOf(content: unknown): Promise<DlpPolicy[]> {
  // A tenant without policies has a file without content.
  if (content === undefined || content === null || content === '') return [];
  if (typeof content !== 'string') {
    throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail: 'its policy file is not a text.' });
  }
  const policies = elementsAt(await readPolicyXml(content), 'policies', 'policy').map(toDlpPolicy);
  return policies.filter((policy) => policy !== undefined).sort((a, b) => a.name.localeCompare(b.name));
}
