import { ediscoveryCases, fabrikamMatter } from '../../sandbox/contoso/ediscoveryCases.ts';
import { users } from '../../sandbox/contoso/users.ts';
import type { Matter } from '../../sandbox/graph/ediscoveryStore.ts';
import { person } from '../callers.ts';
import type { Purview } from '../startPurview.ts';

export const caseId: string = ediscoveryCases.fabrikam.id;
export const { custodianId, searchId } = fabrikamMatter;
export const caller = person(users.grady);

/** The case against Fabrikam as the simulated Graph keeps it. */
export function fabrikam({ graph }: Purview): Matter {
  const matter = graph.ediscovery.get(caseId);
  if (!matter) throw new Error('The case against Fabrikam is gone.');
  return matter;
}
