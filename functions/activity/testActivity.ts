import { randomUUID } from 'node:crypto';
import type { EventDraft } from '../events/event.ts';
import type { RuleMatch } from '../events/ruleMatch.ts';
import {
  type ActivityEvent,
  auditEvent,
  labelEvent,
  policyEvent,
  ruleMatchEvent,
  sharingEvent,
  uploadEvent,
} from './activityEvents.ts';
import type { AuditRecord } from './auditRecord.ts';

const user = 'adele@contoso.com';
const site = 'https://contoso-my.sharepoint.com/personal/adele';
const fileUrl = `${site}/Documents/Salaries.xlsx`;
const label = { labelId: '3581437a-4892-49e0-a9a5-642c7d0753e5', labelName: 'Confidential' };
const policy = { policyName: 'Financial data', policyId: '7f5b3f0c-0b0e-4a53-9c1b-0a7f9f4f3c55' };
const rule = { ruleName: 'Low volume of card numbers', ruleId: 'f8fc1b9f-9c32-4459-a71c-b47059208c65' };
const sensitiveInformation = [
  { typeName: 'Credit Card Number', typeId: '50842eb7-edc8-4019-85dd-5a5c1f2bb085', count: 3, confidence: 85 },
];

/** An event that nobody caused, as a test of a trigger carries it. */
const draft = (occurrence: Partial<AuditRecord>, event: (audit: AuditRecord) => ActivityEvent): EventDraft => {
  const occurredAt = new Date().toISOString();
  const audit = {
    recordId: `test-${randomUUID()}`,
    operation: 'FileDownloaded',
    recordType: 'SharePointFileOperation',
    occurredAt,
    workload: 'OneDrive',
    userPrincipalName: user,
    objectId: fileUrl,
    ...occurrence,
  };
  const times = { createdAt: occurredAt, recordedAt: occurredAt, occurredAt };
  return { recordId: audit.recordId, version: '1', ...times, actor: user, ...event(audit) };
};

const common = ({ recordId, operation, occurredAt, workload, userPrincipalName }: AuditRecord) => ({
  recordId,
  operation,
  occurredAt,
  ...(workload !== undefined && { workload }),
  ...(userPrincipalName !== undefined && { userPrincipalName }),
});

const testMatch = ({ recordId, occurredAt }: AuditRecord): RuleMatch => ({
  recordId,
  outcome: 'matched',
  occurredAt,
  workload: 'OneDrive',
  userPrincipalName: user,
  ...policy,
  ...rule,
  severity: 'low',
  actions: ['NotifyUser'],
  item: { kind: 'file', name: 'Salaries.xlsx', url: fileUrl, owner: user, siteUrl: site },
  sensitiveInformation,
  rules: [{ ...policy, ...rule, severity: 'low', mode: 'Enable', actions: ['NotifyUser'], sensitiveInformation }],
});

/** For each trigger on the activity feed, an event such as it would have from its source. */
export const testActivity = {
  OnDlpRuleMatch: () => draft({ operation: 'DlpRuleMatch' }, (audit) => ruleMatchEvent(testMatch(audit), audit)),
  OnAuditEvent: () => draft({}, auditEvent),
  OnLabelChange: () =>
    draft({ operation: 'FileSensitivityLabelChanged' }, (audit) =>
      labelEvent(
        {
          ...common(audit),
          itemName: 'Salaries.xlsx',
          itemUrl: fileUrl,
          siteUrl: site,
          fromLabelId: label.labelId,
          fromLabelName: label.labelName,
          toLabelId: 'fed43229-2ed9-4a49-a7f8-2f946709b347',
          toLabelName: 'General',
          direction: 'downgraded',
          isDowngrade: true,
          justification: 'A test: nothing was changed.',
          method: 'manual',
        },
        audit,
      ),
    ),
  OnExternalSharing: () =>
    draft({ operation: 'AddedToSecureLink' }, (audit) =>
      sharingEvent(
        {
          ...common(audit),
          itemName: 'Salaries.xlsx',
          itemUrl: fileUrl,
          siteUrl: site,
          linkKind: 'specificPeople',
          permission: 'view',
          recipient: 'partner@fabrikam.com',
          recipientDomain: 'fabrikam.com',
          labelState: 'labelled',
          ...label,
        },
        audit,
      ),
    ),
  OnShadowItUpload: () =>
    draft({ operation: 'FileUploadedToCloud', workload: 'Endpoint' }, (audit) =>
      uploadEvent(
        {
          recordId: audit.recordId,
          operation: audit.operation,
          occurredAt: audit.occurredAt,
          userPrincipalName: user,
          deviceName: 'CONTOSO-ADELE',
          application: 'msedge.exe',
          targetDomain: 'dropbox.com',
          fileName: 'Salaries.xlsx',
          filePath: 'C:\\Users\\adele\\Downloads\\Salaries.xlsx',
          actionTaken: 'blocked',
          ...label,
          policyName: policy.policyName,
          ruleName: rule.ruleName,
          sensitiveTypes: ['Credit Card Number'],
        },
        testMatch(audit),
        audit,
      ),
    ),
  OnDlpPolicyChange: () =>
    draft({ operation: 'Set-DlpCompliancePolicy', workload: 'SecurityComplianceCenter' }, (audit) =>
      policyEvent(
        {
          recordId: audit.recordId,
          operation: audit.operation,
          occurredAt: audit.occurredAt,
          userPrincipalName: user,
          change: 'policyChanged',
          policyName: policy.policyName,
          mode: 'TestWithNotifications',
          changes: [{ property: 'Mode', before: 'Enable', after: 'TestWithNotifications' }],
        },
        audit,
      ),
    ),
} as const satisfies Record<string, () => EventDraft>;
