import { shifted } from '../events/isoTime.ts';
import type { RuleMatch } from '../events/ruleMatch.ts';
import type { Alert } from './alert.ts';

// The clocks of the services that write alerts and records differ, and so do their notions of when it happened.
const slackMs = 60 * 60_000;

/** The time in which the matches behind an alert happened. */
export const windowOf = ({ createdAt, firstActivityAt = createdAt, lastActivityAt = createdAt }: Alert) => ({
  from: shifted(firstActivityAt < createdAt ? firstActivityAt : createdAt, -slackMs),
  to: shifted(lastActivityAt, slackMs),
});

/**
 * Whether a match of rules is behind an alert. No interface in general use says so. Where the record's incident is the
 * alert's correlation id, that settles it; otherwise they belong together when policy, user, item and time agree, as far
 * as both name them, and at least the policy and one of user and item do.
 */
export function belongsTo(alert: Alert, match: RuleMatch): boolean {
  const incident = match.incidentId?.toLowerCase();
  if (incident !== undefined && [alert.detectorId, alert.providerAlertId].some((id) => id?.toLowerCase() === incident))
    return true;
  const { from, to } = windowOf(alert);
  if (match.occurredAt < from || match.occurredAt > to || !isOfPolicy(alert, match)) return false;
  const agreements = [sameUser(alert, match), sameItem(alert, match)];
  return !agreements.includes('differs') && agreements.includes('agrees');
}

type Agreement = 'agrees' | 'differs' | 'unknown';

function isOfPolicy({ policyId, policyName }: Alert, { rules = [] }: RuleMatch): boolean {
  if (policyId !== undefined && rules.some((rule) => rule.policyId !== undefined))
    return rules.some((rule) => same(rule.policyId, policyId));
  return policyName !== undefined && rules.some((rule) => same(rule.policyName, policyName));
}

const sameUser = ({ users = [], userPrincipalName }: Alert, match: RuleMatch): Agreement =>
  agreement(
    present([userPrincipalName, ...users.map((user) => user.userPrincipalName)]),
    present([match.userPrincipalName]),
  );

/** The address of a file or the id of a mail where both name one, else the name. */
function sameItem({ files = [], mails = [] }: Alert, { item }: RuleMatch): Agreement {
  const exact = agreement(
    present([...files.map(({ url }) => url), ...mails.map(({ internetMessageId }) => internetMessageId)]).map(plain),
    present([item?.url, item?.messageId]).map(plain),
  );
  if (exact !== 'unknown') return exact;
  return agreement(
    present([...files.map(({ name }) => name), ...mails.map(({ subject }) => subject)]),
    present([item?.name]),
  );
}

function agreement(ours: readonly string[], theirs: readonly string[]): Agreement {
  if (ours.length === 0 || theirs.length === 0) return 'unknown';
  return ours.some((one) => theirs.some((other) => same(one, other))) ? 'agrees' : 'differs';
}

const same = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && one.toLowerCase() === other?.toLowerCase();

const present = (values: readonly (string | undefined)[]): string[] =>
  values.flatMap((value) => (value ? [value] : []));

/** Services write one address with and without escapes. */
function plain(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    // A percent sign that encodes nothing is part of a name.
    return address;
  }
}
