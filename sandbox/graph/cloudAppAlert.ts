import { randomBytes } from 'node:crypto';
import type { User } from '../contoso/users.ts';
import type { AlertSeverity, NewAlert } from './alertRecord.ts';
import { graphTime } from './clock.ts';
import {
  cloudApplicationEvidence,
  type EvidenceApplication,
  type EvidenceFile,
  fileEvidence,
  userEvidence,
} from './evidence.ts';

export interface CloudAppActivity {
  user: User;
  title: string;
  application: EvidenceApplication;
  at: Date;
  severity?: AlertSeverity;
  category?: string;
  technique?: string;
  file?: EvidenceFile;
}

/** A Defender for Cloud Apps alert; its provider's ids are 24 hexadecimal digits, not GUIDs. */
export function cloudAppAlert(activity: CloudAppActivity): NewAlert {
  const { user, title, application, at, severity = 'medium', file } = activity;
  const { category = 'SuspiciousActivity', technique = 'T1530' } = activity;
  const providerAlertId = randomBytes(12).toString('hex');
  const time = graphTime(at);
  return {
    id: `ca${providerAlertId}`,
    providerAlertId,
    title,
    description: `${title}: ${user.displayName} in ${application.displayName}.`,
    category,
    categories: [category],
    mitreTechniques: [technique],
    severity,
    serviceSource: 'microsoftDefenderForCloudApps',
    detectionSource: 'cloudAppSecurity',
    productName: 'Microsoft Defender for Cloud Apps',
    createdDateTime: time,
    lastUpdateDateTime: time,
    firstActivityDateTime: time,
    lastActivityDateTime: time,
    evidence: [
      userEvidence(user, time),
      cloudApplicationEvidence(application, time),
      ...(file ? [fileEvidence(file, time)] : []),
    ],
  };
}
