import { and, eq, type Filter, ge, lt, or } from '../../integrations/graph/filter.ts';
import { namesAny } from '../../subscriptions/criterion.ts';
import type { Alert } from '../alert.ts';
import { toAlertDraft } from '../alertDraft.ts';
import { type classifications, type determinations, severities } from '../alertEnums.ts';
import type { OurProduct } from '../alertPages.ts';

/** What Microsoft Graph filters alerts and incidents by. */
export interface GraphAlertFilter {
  readonly minimumSeverity?: (typeof severities)[number];
  readonly status?: string;
  readonly assignedTo?: string;
  readonly classification?: (typeof classifications)[number];
  readonly determination?: (typeof determinations)[number];
  readonly createdAfter?: string;
  /** Exclusive, as is the other end. */
  readonly createdBefore?: string;
  readonly updatedAfter?: string;
  readonly updatedBefore?: string;
}

/** Which alerts somebody asks for; policies, rules, labels and apps by name or id. */
export interface AlertFilter extends GraphAlertFilter {
  readonly product?: OurProduct;
  readonly incidentId?: string;
  readonly policy?: string;
  readonly rule?: string;
  /** User principal name, object id or pseudonym. */
  readonly user?: string;
  readonly workload?: string;
  readonly label?: string;
  readonly cloudApp?: string;
}

/** The part that Microsoft Graph evaluates, save the product. */
export function graphFilter({ minimumSeverity = 'unknown', ...filter }: GraphAlertFilter): Filter | undefined {
  const enough = severities.slice(severities.indexOf(minimumSeverity));
  const isNarrowed = enough.length < severities.length;
  const { createdAfter, createdBefore, updatedAfter, updatedBefore } = filter;
  const equal = (['status', 'assignedTo', 'classification', 'determination'] as const).map((property) => {
    const value = filter[property];
    return value === undefined ? undefined : eq(property, value);
  });
  return and(
    isNarrowed ? or(...enough.map((severity) => eq('severity', severity))) : undefined,
    ...equal,
    createdAfter === undefined ? undefined : ge('createdDateTime', new Date(createdAfter)),
    createdBefore === undefined ? undefined : lt('createdDateTime', new Date(createdBefore)),
    updatedAfter === undefined ? undefined : ge('lastUpdateDateTime', new Date(updatedAfter)),
    updatedBefore === undefined ? undefined : lt('lastUpdateDateTime', new Date(updatedBefore)),
  );
}

/** The part that Graph cannot evaluate, or may refuse to. What an alert does not name cannot fit. */
export function fits(alert: Alert, { product, incidentId, ...wanted }: AlertFilter): boolean {
  if (product === undefined ? alert.product === 'other' : alert.product !== product) return false;
  if (incidentId !== undefined && alert.incidentId !== incidentId) return false;
  const { policies, rules, users = [], workloads, labels, named } = toAlertDraft(alert).facets;
  const people = [alert.userPrincipalName, alert.pseudonym, ...users].filter((name) => name !== undefined);
  const pairs = [
    [wanted.policy, policies],
    [wanted.rule, rules],
    [wanted.user, people],
    [wanted.workload, workloads],
    [wanted.label, labels],
    [wanted.cloudApp, named?.cloudApp],
  ] as const;
  return pairs.every(([wish, names]) => wish === undefined || namesAny([wish], names));
}
