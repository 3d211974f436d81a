import type { Graph, GraphClients, Page } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import type { Caller } from '../runtime/caller.ts';
import type { Listed, Place } from '../runtime/pagedList.ts';
import { addComment, commentsOf } from './addComment.ts';
import type { Alert, AlertComment } from './alert.ts';
import { alertPages, alertsPath, ourProducts } from './alertPages.ts';
import { type AlertFilter, fits, graphFilter } from './lists/alertFilter.ts';
import { listFrom } from './lists/listFrom.ts';
import { orFault } from './orFault.ts';
import type { Pseudonyms } from './pseudonyms/pseudonyms.ts';
import { toAlert } from './toAlert.ts';

export interface AlertChanges {
  readonly status?: string;
  readonly classification?: string;
  readonly determination?: string;
  readonly assignedTo?: string;
}

/** The alerts that an identity may see and change. */
export interface AlertsOfGraph {
  /** A page of at most `top` alerts, from the beginning or from an earlier page's continuation. */
  list(filter: AlertFilter, place: Place): Promise<Listed<Alert>>;
  get(alertId: string): Promise<Alert>;
  /** Sets the given properties and no others. */
  update(alertId: string, changes: AlertChanges): Promise<Alert>;
  /** Adds a comment; never twice for one call. Answers all of them. */
  comment(alertId: string, text: string): Promise<AlertComment[]>;
}

export type AlertsFor = (caller: Caller) => AlertsOfGraph;

/** A person's calls run under the person's own rights, an app's under those of this app. */
export const alertsFor =
  (clients: GraphClients, pseudonyms: Pseudonyms): AlertsFor =>
  (caller) =>
    alertsOfGraph(caller.kind === 'person' ? clients.onBehalfOf(caller) : clients.asApp(), pseudonyms);

/** https://learn.microsoft.com/graph/api/resources/security-alert */
export function alertsOfGraph(graph: Graph, pseudonyms: Pseudonyms): AlertsOfGraph {
  const readable = graph.needing({ permission: 'SecurityAlert.Read.All', role: 'Security Reader' });
  const writable = graph.needing({ permission: 'SecurityAlert.ReadWrite.All', role: 'Security Operator' });

  const pagesOf = (filter: AlertFilter, top: number, continuation: string | undefined): AsyncIterable<Page> => {
    if (continuation !== undefined) return readable.pages(alertsPath, { continuation });
    const products = filter.product === undefined ? ourProducts : [filter.product];
    return alertPages(readable, { where: graphFilter(filter), products, top });
  };

  const shown = (record: unknown): Alert => toAlert(pseudonyms.ofAlert(record));

  return {
    list: (filter, { top, continuation }) =>
      listFrom(pagesOf(filter, top, continuation), (record) => {
        const alert = shown(record);
        return fits(alert, filter) ? alert : undefined;
      }),
    get: (alertId) =>
      orFault('alert', async () => shown(await readable.get(graphPath`/security/alerts_v2/${alertId}`))),
    update: (alertId, changes) =>
      orFault('alert', async () => shown(await writable.patch(graphPath`/security/alerts_v2/${alertId}`, changes))),
    async comment(alertId, text) {
      // Read beforehand: a comment that was added must not end in a failure, which would invite a second one.
      const alert = await writable.get(graphPath`/security/alerts_v2/${alertId}`);
      const comments = await addComment(writable, graphPath`/security/alerts_v2/${alertId}/comments`, text);
      return commentsOf(pseudonyms.ofAlert({ ...Object(alert), comments }));
    },
  };
}
