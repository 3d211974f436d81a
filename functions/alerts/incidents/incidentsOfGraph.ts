import type { Graph, GraphClients } from '../../integrations/graph/graph.ts';
import { graphPath } from '../../integrations/graph/graphPath.ts';
import type { Caller } from '../../runtime/caller.ts';
import type { Listed, Place } from '../../runtime/pagedList.ts';
import { Problem } from '../../runtime/problem.ts';
import { addComment, commentsOf } from '../addComment.ts';
import type { AlertComment } from '../alert.ts';
import { graphFilter } from '../lists/alertFilter.ts';
import { listFrom } from '../lists/listFrom.ts';
import { orFault } from '../orFault.ts';
import type { Pseudonyms } from '../pseudonyms/pseudonyms.ts';
import { followMerges, isMerged } from './followMerges.ts';
import type { Incident } from './incident.ts';
import { fitsIncident, type IncidentFilter } from './incidentFilter.ts';
import { type IncidentRead, toIncident } from './toIncident.ts';

export interface IncidentChanges {
  readonly status?: string;
  readonly classification?: string;
  readonly determination?: string;
  readonly assignedTo?: string;
  readonly customTags?: readonly string[];
  readonly resolvingComment?: string;
}

/** The incidents that an identity may see and change. */
export interface IncidentsOfGraph {
  /** Those with an alert of Purview or Defender for Cloud Apps, and without the merged ones, which have no alerts. */
  list(filter: IncidentFilter, place: Place): Promise<Listed<Incident>>;
  /** The incident, or the one that it was merged into; that one says which was asked for. */
  get(incidentId: string): Promise<Incident>;
  /** Sets the given properties and no others; refuses a merged incident. */
  update(incidentId: string, changes: IncidentChanges): Promise<Incident>;
  /** Adds a comment to the incident or the one that it was merged into; never twice for one call. */
  comment(incidentId: string, text: string): Promise<{ incidentId: string; comments: AlertComment[] }>;
}

export type IncidentsFor = (caller: Caller) => IncidentsOfGraph;

/** A person's calls run under the person's own rights, an app's under those of this app. */
export const incidentsFor =
  (clients: GraphClients, pseudonyms: Pseudonyms): IncidentsFor =>
  (caller) =>
    incidentsOfGraph(caller.kind === 'person' ? clients.onBehalfOf(caller) : clients.asApp(), pseudonyms);

const expand = ['alerts'];

/** https://learn.microsoft.com/graph/api/resources/security-incident */
export function incidentsOfGraph(graph: Graph, pseudonyms: Pseudonyms): IncidentsOfGraph {
  const readable = graph.needing({ permission: 'SecurityIncident.Read.All', role: 'Security Reader' });
  const writable = graph.needing({ permission: 'SecurityIncident.ReadWrite.All', role: 'Security Operator' });
  const reading = (from: Graph) => (incidentId: string) =>
    from.get(graphPath`/security/incidents/${incidentId}`, { expand });

  const shown = (record: unknown): IncidentRead => toIncident(pseudonyms.ofIncident(record));

  return {
    list: (filter, { top, continuation }) => {
      const where = graphFilter(filter);
      const query = continuation === undefined ? { top, expand, ...(where && { filter: where }) } : { continuation };
      return listFrom(readable.pages('/security/incidents', query), (record) => {
        const found = shown(record);
        return fitsIncident(found, filter) ? found.incident : undefined;
      });
    },
    get: (incidentId) =>
      orFault('incident', async () => {
        const get = reading(readable);
        const { incident } = shown(await followMerges(await get(incidentId), get));
        return incident.incidentId === incidentId ? incident : { ...incident, mergedFromId: incidentId };
      }),
    update: (incidentId, changes) =>
      orFault('incident', async () => {
        const get = reading(writable);
        const before = await get(incidentId);
        if (isMerged(before)) {
          const { mergedIntoId: into = 'another' } = shown(before).incident;
          const detail = `The incident was merged into ${into}, and nothing was changed. Update that one.`;
          throw new Problem('Conflict', detail);
        }
        await writable.patch(graphPath`/security/incidents/${incidentId}`, changes);
        // The answer of the change lacks the alerts, which tell whom the incident is about.
        return shown(await get(incidentId)).incident;
      }),
    comment: (incidentId, text) =>
      orFault('incident', async () => {
        const get = reading(writable);
        const record = await followMerges(await get(incidentId), get);
        const { incidentId: id } = shown(record).incident;
        const comments = await addComment(writable, graphPath`/security/incidents/${id}/comments`, text);
        return { incidentId: id, comments: commentsOf(pseudonyms.ofIncident({ ...Object(record), comments })) };
      }),
  };
}
