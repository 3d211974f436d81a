import type { RuleMatch } from '../events/ruleMatch.ts';
import { and, eq, ge, le } from '../integrations/graph/filter.ts';
import type { Graph } from '../integrations/graph/graph.ts';
import { betaPath } from '../integrations/graph/graphPath.ts';
import { parseJson } from '../integrations/vendorJson/parseJson.ts';
import { UnmappableRecord } from '../integrations/vendorJson/unmappableRecord.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { toAuditRecord } from './auditRecord.ts';
import { toRuleMatch } from './toRuleMatch.ts';

/** What joins an alert with its events. */
interface CorrelatedAlert {
  readonly detectorId?: string;
  readonly createdAt: string;
  readonly firstActivityAt?: string;
  readonly lastActivityAt?: string;
}

/**
 * The rule matches of an alert by Graph beta, over a client of that version. Its metadata has the records, but neither
 * this address nor a permission for it is published: what is asked here is what public code asks.
 */
export const dlpAlertEvents =
  (beta: Graph) =>
  async ({ detectorId, createdAt, firstActivityAt, lastActivityAt }: CorrelatedAlert): Promise<RuleMatch[]> => {
    if (detectorId === undefined) return [];
    const filter = and(
      eq('alertCorrelationId', detectorId),
      ge('startDateTime', new Date(firstActivityAt ?? createdAt)),
      le('endDateTime', new Date(lastActivityAt ?? createdAt)),
    );
    const matches: RuleMatch[] = [];
    const readable = beta.needing({ permission: 'SecurityEvents.Read.All' });
    for await (const { value } of readable.pages(betaPath`/security/dlpAlertEvent`, filter && { filter }))
      matches.push(...value.flatMap(matchOf).map((match) => ({ ...match, incidentId: detectorId })));
    return matches;
  };

function matchOf(event: unknown): RuleMatch[] {
  if (!isRecord(event)) return [];
  const record = pascalCased(typeof event.auditRecord === 'string' ? parsed(event.auditRecord) : event.auditRecord);
  try {
    const audit = toAuditRecord(record);
    return isRecord(record) ? [toRuleMatch(record, audit)] : [];
  } catch (error) {
    // One that cannot be read must not keep the others from the alert.
    if (error instanceof UnmappableRecord) return [];
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

// What is read of a record lies six levels deep.
const deepest = 16;

/** Graph writes the names of audit records in camel case where the activity feed does not. */
function pascalCased(value: unknown, depth = 0): unknown {
  if (depth === deepest) return undefined;
  if (Array.isArray(value)) return value.map((item) => pascalCased(item, depth + 1));
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(
    ([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), pascalCased(member, depth + 1)] as const,
  );
  return Object.fromEntries(members);
}
