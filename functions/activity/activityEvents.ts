import type { EventDraft, Facets } from '../events/event.ts';
import type { RuleMatch } from '../events/ruleMatch.ts';
import type { ShadowItUpload } from '../events/shadowItUpload.ts';
import type { AuditRecord } from './auditRecord.ts';
import type { DlpPolicyChange } from './dlpPolicyChange.ts';
import type { ExternalSharing } from './externalSharing.ts';
import type { LabelChange } from './labelChange.ts';

/** What an event of the activity feed is about, and what filters ask of it. */
export type ActivityEvent = Pick<EventDraft, 'type' | 'facets' | 'noun' | 'thing'>;

export const auditEvent = (audit: AuditRecord): ActivityEvent => ({
  type: 'auditEvent',
  facets: facets(audit, {
    named: {
      recordType: [audit.recordType, ...(audit.recordTypeNumber === undefined ? [] : [String(audit.recordTypeNumber)])],
      operation: [audit.operation],
      object: names(audit.objectId),
    },
  }),
  noun: 'record',
  thing: audit,
});

export const ruleMatchEvent = (match: RuleMatch, audit: AuditRecord): ActivityEvent => {
  const found = match.sensitiveInformation ?? [];
  return {
    type: 'dlpRuleMatch',
    facets: facets(audit, {
      severity: match.severity,
      policies: names(...(match.rules ?? []).flatMap(({ policyId, policyName }) => [policyId, policyName])),
      rules: names(...(match.rules ?? []).flatMap(({ ruleId, ruleName }) => [ruleId, ruleName])),
      labels: match.item?.labelIds ?? [],
      named: {
        outcome: [match.outcome],
        incident: names(match.incidentId),
      },
      counts: {
        sensitiveInformation: Object.fromEntries(
          found.flatMap(({ typeId, typeName, count = 0 }) => names(typeId, typeName).map((name) => [name, count])),
        ),
      },
    }),
    noun: 'ruleMatch',
    thing: match,
  };
};

export const uploadEvent = (
  upload: ShadowItUpload,
  match: Pick<RuleMatch, 'severity' | 'rules'>,
  audit: AuditRecord,
): ActivityEvent => ({
  type: 'shadowItUpload',
  facets: facets(audit, {
    severity: match.severity,
    policies: names(...(match.rules ?? []).flatMap(({ policyId, policyName }) => [policyId, policyName])),
    rules: names(...(match.rules ?? []).flatMap(({ ruleId, ruleName }) => [ruleId, ruleName])),
    labels: names(upload.labelId, upload.labelName),
    named: {
      app: names(upload.targetDomain, upload.application),
      actionTaken: [upload.actionTaken],
      file: names(upload.fileName),
    },
  }),
  noun: 'upload',
  thing: upload,
});

export const labelEvent = (change: LabelChange, audit: AuditRecord): ActivityEvent => {
  const [from, to] = [names(change.fromLabelId, change.fromLabelName), names(change.toLabelId, change.toLabelName)];
  return {
    type: 'labelChange',
    facets: facets(audit, {
      labels: [...from, ...to],
      named: { fromLabel: from, toLabel: to, direction: [change.direction] },
    }),
    noun: 'labelChange',
    thing: change,
  };
};

export const sharingEvent = (sharing: ExternalSharing, audit: AuditRecord): ActivityEvent => ({
  type: 'externalSharing',
  facets: facets(audit, {
    labels: names(sharing.labelId, sharing.labelName),
    named: {
      linkKind: [sharing.linkKind],
      guestDomain: names(sharing.recipientDomain),
      labelState: [sharing.labelState],
    },
  }),
  noun: 'sharing',
  thing: sharing,
});

export const policyEvent = (change: DlpPolicyChange, audit: AuditRecord): ActivityEvent => ({
  type: 'dlpPolicyChange',
  facets: facets(audit, {
    policies: names(change.policyName),
    rules: names(change.ruleName),
    named: { policyChange: [change.change], mode: names(change.mode) },
  }),
  noun: 'policyChange',
  thing: change,
});

/** What every event of the feed can be filtered by, and what this one adds. */
const facets = (audit: AuditRecord, own: Facets): Facets => ({
  users: names(audit.userPrincipalName, audit.userKey),
  workloads: workloadNames(audit.workload),
  ...own,
});

const names = (...values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.flatMap((value) => (value ? [value] : []))),
];

/** The feed's own word, and the one that makers know. */
const workloadNames = (workload: string | undefined): string[] =>
  names(workload, workload === 'MicrosoftTeams' ? 'Teams' : undefined);
