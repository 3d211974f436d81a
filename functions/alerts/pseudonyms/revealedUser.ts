import type { GraphClients } from '../../integrations/graph/graph.ts';
import { graphPath } from '../../integrations/graph/graphPath.ts';
import type { Caller } from '../../runtime/caller.ts';
import { Problem } from '../../runtime/problem.ts';
import { orFault } from '../orFault.ts';
import { toAlert } from '../toAlert.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** The person of an insider risk alert, with the pseudonym that stands for them elsewhere. */
export interface RevealedUser {
  readonly userPrincipalName: string;
  readonly displayName?: string;
  readonly objectId?: string;
  readonly pseudonym?: string;
}

/** Whom an insider risk alert is about, read with the rights of a person. */
export interface RevealingAlerts {
  /** A problem when there is no such alert, none of insider risk management, or when Microsoft shows a pseudonym only. */
  find(alertId: string): Promise<void>;
  /** The person; a problem when `find` says one. */
  reveal(alertId: string): Promise<RevealedUser>;
}

export const revealingAlertsFor =
  (clients: GraphClients, pseudonyms: Pseudonyms) =>
  (caller: Caller): RevealingAlerts => {
    const graph = clients.onBehalfOf(caller).needing({ permission: 'SecurityAlert.Read.All', role: 'Security Reader' });

    const read = async (alertId: string) => {
      const record = await graph.get(graphPath`/security/alerts_v2/${alertId}`);
      const alert = await orFault('alert', async () => toAlert(record));
      if (alert.product !== 'insiderRisk') {
        const detail = 'There is no such insider risk alert. The people of other alerts are not hidden.';
        throw new Problem('NotFound', detail);
      }
      const { userPrincipalName } = alert;
      if (userPrincipalName === undefined) {
        throw new Problem(
          'Conflict',
          'Microsoft shows a pseudonym only. Open the alert in the Purview portal, or have names shown in the privacy settings of Insider Risk Management.',
        );
      }
      return { record, alert, userPrincipalName };
    };

    return {
      find: async (alertId) => void (await read(alertId)),
      async reveal(alertId) {
        const { record, alert, userPrincipalName } = await read(alertId);
        const { userDisplayName, users = [] } = alert;
        const same = users.find((user) => user.userPrincipalName === userPrincipalName);
        const { pseudonym } = toAlert(pseudonyms.ofAlert(record));
        return {
          userPrincipalName,
          ...(userDisplayName !== undefined && { displayName: userDisplayName }),
          ...(same?.objectId !== undefined && { objectId: same.objectId }),
          ...(pseudonym !== undefined && { pseudonym }),
        };
      },
    };
  };
