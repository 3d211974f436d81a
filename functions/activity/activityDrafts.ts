import type { EventDraft } from '../events/event.ts';
import { present } from '../integrations/vendorJson/present.ts';
import type { VendorFields } from '../integrations/vendorJson/readers.ts';
import {
  type ActivityEvent,
  auditEvent,
  labelEvent,
  policyEvent,
  ruleMatchEvent,
  sharingEvent,
  uploadEvent,
} from './activityEvents.ts';
import type { ActivitySource } from './activitySource.ts';
import { toAuditRecord } from './auditRecord.ts';
import { policyChangeOf, toDlpPolicyChange } from './dlpPolicyChange.ts';
import { isExternalSharing, toExternalSharing } from './externalSharing.ts';
import { isLabelChange, toLabelChange } from './labelChange.ts';
import type { LabelLookup } from './labelLookup.ts';
import { isRuleMatch, isShadowItUpload, toShadowItUpload } from './shadowItUpload.ts';
import { outcomeOf, toRuleMatch } from './toRuleMatch.ts';
import { withLabelNames } from './withLabelNames.ts';

export interface DraftOptions {
  readonly source: ActivitySource;
  /** When the record became available; the time that the source is read by. */
  readonly availableAt: string;
  readonly lookup: LabelLookup;
  /** Operations kept as audit events, in small letters; empty: all. */
  readonly auditOperations: ReadonlySet<string>;
}

/** The events that a record of the activity feed is: an audit event, and what the record means to a trigger of its own. */
export async function activityDrafts(record: unknown, options: DraftOptions): Promise<EventDraft[]> {
  const { source, availableAt, lookup, auditOperations } = options;
  const audit = toAuditRecord(record);
  // Whoever gets here has an object with an id.
  const fields = record as VendorFields;
  const drafts: EventDraft[] = [];
  const add = (event: ActivityEvent, part = ''): void => {
    const { recordId, occurredAt, userPrincipalName: actor } = audit;
    drafts.push(
      present({
        recordId: `${recordId}${part}`,
        // A record never changes.
        version: '1',
        createdAt: occurredAt,
        recordedAt: availableAt,
        occurredAt,
        actor,
        ...event,
      }),
    );
  };

  const match = toRuleMatch(fields, audit);
  if (source === 'dlpActivity' && outcomeOf(audit.operation) !== undefined)
    add(ruleMatchEvent(await withLabelNames(match, lookup), audit));
  // What matched a rule comes with the DLP content; elsewhere it would be told twice.
  if (isShadowItUpload(fields, audit) && (source === 'dlpActivity' || !isRuleMatch(fields)))
    add(uploadEvent(await toShadowItUpload(fields, audit, match, lookup), match, audit), '.upload');
  if (isLabelChange(audit)) add(labelEvent(await toLabelChange(fields, audit, lookup), audit));
  if (isExternalSharing(fields, audit)) add(sharingEvent(await toExternalSharing(fields, audit, lookup), audit));
  const change = policyChangeOf(audit.operation);
  if (change !== undefined) add(policyEvent(toDlpPolicyChange(fields, audit, change), audit));
  if (auditOperations.size === 0 || auditOperations.has(audit.operation.toLowerCase()))
    add(auditEvent(audit), '.audit');
  return drafts;
}
