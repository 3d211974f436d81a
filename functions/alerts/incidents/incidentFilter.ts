import { namesAny } from '../../subscriptions/criterion.ts';
import type { OurProduct } from '../alertPages.ts';
import type { GraphAlertFilter } from '../lists/alertFilter.ts';
import { toIncidentDraft } from './incidentDraft.ts';
import type { IncidentRead } from './toIncident.ts';

/** Which incidents somebody asks for. */
export interface IncidentFilter extends GraphAlertFilter {
  readonly product?: OurProduct;
  /** Name or id. */
  readonly policy?: string;
  /** User principal name, object id or pseudonym. */
  readonly user?: string;
}

/** The part that Graph cannot evaluate: what the alerts of an incident are about. */
export function fitsIncident(found: IncidentRead, { product, policy, user }: IncidentFilter): boolean {
  const { products } = found.incident;
  if (product === undefined ? !isOurs(found) : !products.includes(product)) return false;
  const { policies, users } = toIncidentDraft(found).facets;
  return namesAny(listed(policy), policies) && namesAny(listed(user), users);
}

/** Whether an incident has an alert of a product that this app is about. */
export const isOurs = ({ incident }: IncidentRead): boolean => incident.products.some((product) => product !== 'other');

const listed = (name: string | undefined): readonly string[] => (name === undefined ? [] : [name]);
