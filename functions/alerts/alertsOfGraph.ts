import type { Graph, GraphClients, Page } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import { UnmappableRecord } from '../integrations/vendorJson/unmappableRecord.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import type { Caller } from '../runtime/caller.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { Alert, AlertComment } from './alert.ts';
import { type AlertFilter, fits, graphFilter } from './alertFilter.ts';
import { alertPages, alertsPath, ourProducts } from './alertPages.ts';
import { toAlert } from './toAlert.ts';
import { toAlertComment } from './toAlertComment.ts';

export interface AlertChanges {
  readonly status?: string;
  readonly classification?: string;
  readonly determination?: string;
  readonly assignedTo?: string;
}

export interface AlertList {
  readonly alerts: Alert[];
  /** Alerts that fit no shape and were left out. */
  readonly unreadable: number;
  readonly continuation?: string;
}

/** The alerts that an identity may see and change. */
export interface AlertsOfGraph {
  /** A page of at most `top` alerts, from the beginning or from an earlier page's continuation. */
  list(filter: AlertFilter, from: { readonly top: number; readonly continuation?: string }): Promise<AlertList>;
  get(alertId: string): Promise<Alert>;
  /** Sets the given properties and no others. */
  update(alertId: string, changes: AlertChanges): Promise<Alert>;
  /** Adds a comment; never twice for one call. Answers all of them. */
  comment(alertId: string, text: string): Promise<AlertComment[]>;
}

export type AlertsFor = (caller: Caller) => AlertsOfGraph;

/** A person's calls run under the person's own rights, an app's under those of this app. */
export const alertsFor =
  (clients: GraphClients): AlertsFor =>
  (caller) =>
    alertsOfGraph(caller.kind === 'person' ? clients.onBehalfOf(caller) : clients.asApp());

// Enough to find something in most lists, and few enough for a flow to wait for.
const mostPagesWithoutAFind = 5;

/** https://learn.microsoft.com/graph/api/resources/security-alert */
export function alertsOfGraph(graph: Graph): AlertsOfGraph {
  const readable = graph.needing({ permission: 'SecurityAlert.Read.All', role: 'Security Reader' });
  const writable = graph.needing({ permission: 'SecurityAlert.ReadWrite.All', role: 'Security Operator' });

  const pagesOf = (filter: AlertFilter, top: number, continuation: string | undefined): AsyncIterable<Page> => {
    if (continuation !== undefined) return readable.pages(alertsPath, { continuation });
    const products = filter.product === undefined ? ourProducts : [filter.product];
    return alertPages(readable, { where: graphFilter(filter), products, top });
  };

  return {
    async list(filter, { top, continuation }) {
      let unreadable = 0;
      let pages = 0;
      for await (const page of pagesOf(filter, top, continuation)) {
        const read = page.value.map(readableAlert);
        const alerts = read.filter((alert) => alert !== undefined).filter((alert) => fits(alert, filter));
        unreadable += read.filter((alert) => alert === undefined).length;
        pages += 1;
        if (alerts.length > 0 || pages === mostPagesWithoutAFind) {
          return { alerts, unreadable, ...(page.continuation !== undefined && { continuation: page.continuation }) };
        }
      }
      return { alerts: [], unreadable };
    },
    get: async (alertId) => theAlert(await readable.get(graphPath`/security/alerts_v2/${alertId}`)),
    update: async (alertId, changes) =>
      theAlert(await writable.patch(graphPath`/security/alerts_v2/${alertId}`, changes)),
    async comment(alertId, text) {
      const answer = await writable.post(graphPath`/security/alerts_v2/${alertId}/comments`, {
        '@odata.type': 'microsoft.graph.security.alertComment',
        comment: text,
      });
      const comments = isRecord(answer) ? answer.value : undefined;
      if (!Array.isArray(comments)) throw unusable('it answered without the comments.');
      return comments.filter(isRecord).map(toAlertComment);
    },
  };
}

function readableAlert(record: unknown): Alert | undefined {
  try {
    return toAlert(record);
  } catch (error) {
    if (error instanceof UnmappableRecord) return undefined;
    throw error;
  }
}

function theAlert(record: unknown): Alert {
  try {
    return toAlert(record);
  } catch (error) {
    throw error instanceof UnmappableRecord ? unusable(`the alert cannot be read. ${error.message}`) : error;
  }
}

const unusable = (detail: string): UpstreamError =>
  new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail });
