import { createHash, randomUUID } from 'node:crypto';
import type { User } from '../contoso/users.ts';
import type { AlertSeverity, Evidence, NewAlert } from './alertRecord.ts';
import { graphTime } from './clock.ts';
import { userEvidence } from './evidence.ts';

export interface InsiderRisk {
  user: User;
  policyName: string;
  at: Date;
  severity?: AlertSeverity;
  /** `hidden` where the tenant's insider risk settings show pseudonyms only. */
  names?: 'shown' | 'hidden';
  /** Left out: an incident of its own. */
  incidentId?: string;
}

/** An Insider Risk Management alert; both of its sources are newer than `unknownFutureValue`. */
export function insiderRiskAlert(risk: InsiderRisk): NewAlert {
  const { user, policyName, at, severity = 'high', names = 'shown', incidentId } = risk;
  const providerAlertId = randomUUID();
  const time = graphTime(at);
  const evidence = userEvidence(user, time, ['policyViolator']);
  const name = names === 'shown' ? user.displayName : pseudonymOf(user);
  return {
    id: `ir${providerAlertId}`,
    providerAlertId,
    title: `Insider risk: ${policyName}`,
    description: `Activities of ${name} reached the threshold of the insider risk policy '${policyName}'.`,
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
    evidence: [names === 'shown' ? evidence : pseudonymised(evidence, name)],
    ...(incidentId !== undefined && { incidentId }),
  };
}

/** As Insider Risk Management writes them, such as AnonyIS8-988; the same for the same person. */
export function pseudonymOf({ id }: User): string {
  const digest = createHash('sha256').update(id).digest('hex').toUpperCase();
  return `Anony${digest.slice(0, 3)}-${100 + (Number.parseInt(digest.slice(3, 9), 16) % 900)}`;
}

function pseudonymised(evidence: Evidence, displayName: string): Evidence {
  const unset = Object.keys(Object(evidence.userAccount)).map((property) => [property, null] as const);
  return { ...evidence, userAccount: { ...Object.fromEntries(unset), displayName } };
}
