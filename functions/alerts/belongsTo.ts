import { earlier, shifted } from '../events/isoTime.ts';
import type { RuleMatch } from '../events/ruleMatch.ts';
import type { Alert } from './alert.ts';

/** What joins alerts and matches, in the one form in which it is compared: in a storm, each of many with each of many. */
interface Traits {
  readonly incidents: readonly string[];
  readonly policyIds: readonly string[];
  readonly policyNames: readonly string[];
  readonly users: readonly string[];
  /** Of files; and the ids of mails. */
  readonly addresses: readonly string[];
  readonly names: readonly string[];
}

export interface AlertTraits extends Traits {
  /** The time in which the matches behind the alert happened. */
  readonly from: string;
  readonly to: string;
}

export interface MatchTraits extends Traits {
  readonly occurredAt: string;
}

// The clocks of the services that write alerts and records differ, and so do their notions of when it happened.
const slackMs = 60 * 60_000;

/** Since when the matches behind an alert can have happened. */
export const beginOf = ({ createdAt, firstActivityAt = createdAt }: Alert): string =>
  shifted(earlier(firstActivityAt, createdAt), -slackMs);

export function traitsOfAlert(alert: Alert): AlertTraits {
  const { createdAt, lastActivityAt = createdAt } = alert;
  const { users = [], files = [], mails = [] } = alert;
  return {
    from: beginOf(alert),
    to: shifted(lastActivityAt, slackMs),
    incidents: compared([alert.detectorId, alert.providerAlertId]),
    policyIds: compared([alert.policyId]),
    policyNames: compared([alert.policyName]),
    users: compared([alert.userPrincipalName, ...users.map((user) => user.userPrincipalName)]),
    addresses: addresses([...files.map(({ url }) => url), ...mails.map(({ internetMessageId }) => internetMessageId)]),
    names: compared([...files.map(({ name }) => name), ...mails.map(({ subject }) => subject)]),
  };
}

export function traitsOfMatch({ occurredAt, incidentId, userPrincipalName, item, rules = [] }: RuleMatch): MatchTraits {
  return {
    occurredAt,
    incidents: compared([incidentId]),
    policyIds: compared(rules.map(({ policyId }) => policyId)),
    policyNames: compared(rules.map(({ policyName }) => policyName)),
    users: compared([userPrincipalName]),
    addresses: addresses([item?.url, item?.messageId]),
    names: compared([item?.name]),
  };
}

/**
 * Whether a match of rules is behind an alert. No interface in general use says so. Where the record's incident is the
 * alert's correlation id, that settles it; otherwise they belong together when policy, user, item and time agree, as far
 * as both name them, and at least the policy and one of user and item do.
 */
export function belongsTo(alert: AlertTraits, match: MatchTraits): boolean {
  if (share(alert.incidents, match.incidents)) return true;
  if (match.occurredAt < alert.from || match.occurredAt > alert.to || !isOfPolicy(alert, match)) return false;
  const user = agreement(alert.users, match.users);
  if (user === 'differs') return false;
  const item = itemAgreement(alert, match);
  return item === 'agrees' || (item === 'unknown' && user === 'agrees');
}

type Agreement = 'agrees' | 'differs' | 'unknown';

const isOfPolicy = (alert: Traits, match: Traits): boolean =>
  alert.policyIds.length > 0 && match.policyIds.length > 0
    ? share(alert.policyIds, match.policyIds)
    : share(alert.policyNames, match.policyNames);

/** By the address of a file or the id of a mail where both name one, else by the name. */
function itemAgreement(alert: Traits, match: Traits): Agreement {
  const exact = agreement(alert.addresses, match.addresses);
  return exact === 'unknown' ? agreement(alert.names, match.names) : exact;
}

function agreement(ours: readonly string[], theirs: readonly string[]): Agreement {
  if (ours.length === 0 || theirs.length === 0) return 'unknown';
  return share(ours, theirs) ? 'agrees' : 'differs';
}

function share(ours: readonly string[], theirs: readonly string[]): boolean {
  for (const one of ours) if (theirs.includes(one)) return true;
  return false;
}

const compared = (values: readonly (string | undefined)[]): string[] =>
  values.flatMap((value) => (value ? [value.toLowerCase()] : []));

const addresses = (values: readonly (string | undefined)[]): string[] =>
  compared(values.map((value) => value && plain(value)));

/** Services write one address with and without escapes. */
function plain(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    // A percent sign that encodes nothing is part of a name.
    return address;
  }
}
