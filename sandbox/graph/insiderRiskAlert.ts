import { randomUUID } from 'node:crypto';
import type { User } from '../contoso/users.ts';
import type { AlertSeverity, NewAlert } from './alertRecord.ts';
import { graphTime } from './clock.ts';
import { userEvidence } from './evidence.ts';

export interface InsiderRisk {
  user: User;
  policyName: string;
  at: Date;
  severity?: AlertSeverity;
}

/** An Insider Risk Management alert; both of its sources are newer than `unknownFutureValue`. */
export function insiderRiskAlert({ user, policyName, at, severity = 'high' }: InsiderRisk): NewAlert {
  const providerAlertId = randomUUID();
  const time = graphTime(at);
  return {
    id: `ir${providerAlertId}`,
    providerAlertId,
    title: `Insider risk: ${policyName}`,
    description: `Activities of ${user.displayName} reached the threshold of the insider risk policy '${policyName}'.`,
    category: 'Exfiltration',
    categories: ['Exfiltration'],
    severity,
    serviceSource: 'microsoftInsiderRiskManagement',
    detectionSource: 'microsoftInsiderRiskManagement',
    productName: 'Microsoft Purview Insider Risk Management',
    additionalData: { AlertPolicyTitle: policyName },
    createdDateTime: time,
    lastUpdateDateTime: time,
    firstActivityDateTime: graphTime(new Date(at.getTime() - 36 * 3_600_000)),
    lastActivityDateTime: time,
    evidence: [userEvidence(user, time, ['policyViolator'])],
  };
}
