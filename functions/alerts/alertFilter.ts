import { and, eq, type Filter, ge, or } from '../integrations/graph/filter.ts';
import type { Alert } from './alert.ts';
import { severities, type statuses } from './alertEnums.ts';
import type { OurProduct } from './alertPages.ts';

/** Which alerts somebody asks for. */
export interface AlertFilter {
  readonly minimumSeverity?: (typeof severities)[number];
  readonly status?: (typeof statuses)[number];
  readonly product?: OurProduct;
  readonly assignedTo?: string;
  readonly createdAfter?: string;
  readonly updatedAfter?: string;
  /** Name or id. */
  readonly policy?: string;
  /** User principal name or object id. */
  readonly user?: string;
}

/** The part that Microsoft Graph evaluates, save the product. */
export function graphFilter({
  minimumSeverity = 'unknown',
  status,
  assignedTo,
  ...after
}: AlertFilter): Filter | undefined {
  const enough = severities.slice(severities.indexOf(minimumSeverity));
  const isNarrowed = enough.length < severities.length;
  return and(
    isNarrowed ? or(...enough.map((severity) => eq('severity', severity))) : undefined,
    status === undefined ? undefined : eq('status', status),
    assignedTo === undefined ? undefined : eq('assignedTo', assignedTo),
    after.createdAfter === undefined ? undefined : ge('createdDateTime', new Date(after.createdAfter)),
    after.updatedAfter === undefined ? undefined : ge('lastUpdateDateTime', new Date(after.updatedAfter)),
  );
}

/** The part that Graph cannot evaluate, or may refuse to. */
export function fits(alert: Alert, { product, policy, user }: AlertFilter): boolean {
  if (product === undefined ? alert.product === 'other' : alert.product !== product) return false;
  if (policy !== undefined && !hasWord([alert.policyId, alert.policyName], policy)) return false;
  const people = (alert.users ?? []).flatMap(({ userPrincipalName, objectId }) => [userPrincipalName, objectId]);
  return user === undefined || hasWord([alert.userPrincipalName, alert.pseudonym, ...people], user);
}

const hasWord = (words: readonly (string | undefined)[], wanted: string): boolean =>
  words.some((word) => word?.toLowerCase() === wanted.toLowerCase());
