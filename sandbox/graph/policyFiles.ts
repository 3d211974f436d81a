import { createHash } from 'node:crypto';
import type { PolicyStore } from '../contoso/createPolicyStore.ts';
import type { GraphRoute } from './graphRoute.ts';
import { refuseUnknownOptions } from './odata/listQuery.ts';
import { policyDocument } from './policyDocument.ts';

/**
 * Beta `/security/dataSecurityAndGovernance/policyFiles`. Nothing says which permission it wants; this one is the
 * nearest that is published.
 */
export function policyFileRoutes(policies: PolicyStore): GraphRoute[] {
  return [
    {
      version: 'beta',
      method: 'GET',
      path: '/security/dataSecurityAndGovernance/policyFiles',
      permissions: { delegated: [], application: ['InformationProtectionPolicy.Read.All'] },
      answer(call) {
        refuseUnknownOptions(call.query, new Set());
        const content = policyDocument(policies.all());
        const version = createHash('sha256').update(content).digest('hex');
        const empty = { status: 'noContent', version: '', content: '' };
        return {
          status: 200,
          body: {
            '@odata.context': `${call.origin}/beta/$metadata#security/dataSecurityAndGovernance/policyFiles`,
            value: [
              { id: 'DataCollectionPolicy', fileType: 'dataCollectionPolicy', ...empty },
              { id: 'DlpPolicy', fileType: 'dlpPolicy', status: 'modified', version, content },
              // A member that the metadata's own enumeration lacks.
              { id: 'CustomClassifications', fileType: 'customClassifications', ...empty },
            ],
          },
        };
      },
    },
  ];
}
