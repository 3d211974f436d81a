import { randomUUID } from 'node:crypto';
import type { DlpPolicy, DlpRule } from '../contoso/dlpPolicies.ts';
import { fileUrl, type Site, type SiteFile } from '../contoso/site.ts';
import type { User } from '../contoso/users.ts';
import type { AlertSeverity, Evidence, NewAlert } from './alertRecord.ts';
import { graphTime } from './clock.ts';
import {
  analyzedMessageEvidence,
  deviceEvidence,
  type EvidenceChannel,
  fileEvidence,
  mailboxEvidence,
  teamsMessageEvidence,
  userEvidence,
} from './evidence.ts';

/** Where the sensitive content was found. */
export type DlpLocation =
  | { kind: 'file'; site: Site; file: SiteFile }
  | { kind: 'mail'; subject: string; recipient: string; attachments: number; networkMessageId?: string }
  | { kind: 'teamsMessage'; channel: EvidenceChannel }
  | { kind: 'device'; hostName: string; file: SiteFile; folder: string };

export interface DlpMatch {
  policy: DlpPolicy;
  rule: DlpRule;
  user: User;
  location: DlpLocation;
  at: Date;
  /** The rule's severity unless told otherwise. */
  severity?: AlertSeverity;
}

const severities = { Low: 'low', Medium: 'medium', High: 'high' } as const;

/** A Purview DLP alert as Graph returns it. The rule and the matched types are not in it, as in the real one. */
export function dlpAlert({ policy, rule, user, location, at, severity }: DlpMatch): NewAlert {
  const providerAlertId = randomUUID();
  const time = graphTime(at);
  return {
    id: `dl${providerAlertId}`,
    providerAlertId,
    title: `DLP policy (${policy.name}) matched for ${subjectOf(location)}`,
    description: `Content that matches the data loss prevention policy '${policy.name}' was found. Actor: ${user.userPrincipalName}.`,
    category: 'Exfiltration',
    categories: ['Exfiltration'],
    severity: severity ?? severities[rule.severity],
    serviceSource: 'dataLossPrevention',
    detectionSource: 'microsoftDataLossPrevention',
    productName: 'Microsoft Data Loss Prevention',
    alertPolicyId: policy.id,
    // The alert correlation id, by which the matching audit records are found.
    detectorId: randomUUID(),
    additionalData: { AlertPolicyTitle: policy.name },
    createdDateTime: time,
    lastUpdateDateTime: time,
    firstActivityDateTime: time,
    lastActivityDateTime: time,
    evidence: [userEvidence(user, time, ['policyViolator']), ...evidenceOf(location, user, time)],
  };
}

function subjectOf(location: DlpLocation): string {
  switch (location.kind) {
    case 'file':
      return `document (${location.file.name}) in ${location.site.kind === 'oneDrive' ? 'OneDrive' : 'SharePoint'}`;
    case 'mail':
      return `email with subject (${location.subject})`;
    case 'teamsMessage':
      return 'a message in Teams';
    case 'device':
      return `document (${location.file.name}) on a device`;
  }
}

function evidenceOf(location: DlpLocation, user: User, at: string): Evidence[] {
  switch (location.kind) {
    case 'file': {
      const { site, file } = location;
      return [fileEvidence({ name: file.name, path: fileUrl(site, file), sizeBytes: file.sizeBytes }, at)];
    }
    case 'mail': {
      const { subject, recipient, attachments, networkMessageId = randomUUID() } = location;
      const mail = { sender: user, recipient, subject, attachments, networkMessageId };
      return [analyzedMessageEvidence(mail, at), mailboxEvidence(user, at)];
    }
    case 'teamsMessage':
      return [teamsMessageEvidence(user, location.channel, String(Date.parse(at)), at)];
    case 'device': {
      const { hostName, file, folder } = location;
      const mdeDeviceId = randomUUID().replaceAll('-', '');
      return [
        deviceEvidence(hostName, mdeDeviceId, user, at),
        fileEvidence({ name: file.name, path: folder, sizeBytes: file.sizeBytes }, at, mdeDeviceId),
      ];
    }
  }
}
