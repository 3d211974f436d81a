import type { EventDraft } from '../../events/event.ts';
import type { SourcePage } from '../../events/poller.ts';
import type { SetAsideRecord } from '../../events/setAside.ts';
import { and, ge, lt } from '../../integrations/graph/filter.ts';
import type { Graph } from '../../integrations/graph/graph.ts';
import { graphPath } from '../../integrations/graph/graphPath.ts';
import { UnmappableRecord } from '../../integrations/vendorJson/unmappableRecord.ts';
import { utcTime } from '../../integrations/vendorJson/utcTime.ts';
import { isRecord } from '../../integrations/vendorJson/vendorRecord.ts';
import { Problem } from '../../runtime/problem.ts';
import type { Pseudonyms } from '../pseudonyms/pseudonyms.ts';
import { followMerges, isMerged } from './followMerges.ts';
import { toIncidentDraft } from './incidentDraft.ts';
import { isOurs } from './incidentFilter.ts';
import { toIncident } from './toIncident.ts';

export interface ReadIncidentsOptions {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** At most 50, past which Graph refuses. */
  readonly pageSize?: number;
  readonly pseudonyms: Pseudonyms;
  /** Versions that need not be read again. */
  readonly isKnown?: (incidentId: string, updatedAt: string) => boolean;
}

const expand = ['alerts'];

/**
 * Reads the incidents with alerts of our products that were updated in a window of time, page by page and in no
 * particular order. A page that fails throws, and nothing after it is read.
 */
export async function* readIncidents(
  graph: Graph,
  { from, to, pageSize = 50, pseudonyms, isKnown }: ReadIncidentsOptions,
): AsyncGenerator<SourcePage> {
  const readable = graph.needing({ permission: 'SecurityIncident.Read.All' });
  const filter = and(ge('lastUpdateDateTime', from), lt('lastUpdateDateTime', to));
  const query = { top: pageSize, expand, ...(filter && { filter }) };

  /** The alerts of a merged incident have moved, and with them what tells whom it is about. */
  const withAlerts = async (record: unknown): Promise<unknown> => {
    if (!isMerged(record)) return record;
    const get = (incidentId: string) => readable.get(graphPath`/security/incidents/${incidentId}`, { expand });
    try {
      const { alerts, id } = Object(await followMerges(record, get));
      return { ...record, alerts, redirectIncidentId: id };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'NotFound') throw error;
      throw new UnmappableRecord('redirectIncidentId: there is no such incident.', String(record.id));
    }
  };

  for await (const { value, date } of readable.pages('/security/incidents', query)) {
    const drafts: EventDraft[] = [];
    const setAside: SetAsideRecord[] = [];
    for (const record of value) {
      if (isKnown && isRecord(record) && isKnown(String(record.id), utcTime(record.lastUpdateDateTime) ?? '')) continue;
      try {
        const found = toIncident(pseudonyms.ofIncident(await withAlerts(record)));
        if (isOurs(found)) drafts.push(toIncidentDraft(found));
      } catch (error) {
        if (!(error instanceof UnmappableRecord)) throw error;
        const { recordId, message: reason } = error;
        setAside.push({ ...(recordId !== undefined && { recordId }), reason });
      }
    }
    yield { drafts, setAside, serverTime: date };
  }
}
