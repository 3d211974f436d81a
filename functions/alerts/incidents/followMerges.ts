import { UnmappableRecord } from '../../integrations/vendorJson/unmappableRecord.ts';
import { isRecord } from '../../integrations/vendorJson/vendorRecord.ts';

// The service merges a merged incident again at times; nobody has seen more.
const mostMerges = 5;

/**
 * The incident that a merged one has become part of, however often it was merged; any other is given back as it is.
 * One that leads nowhere is unmappable: without its alerts nobody can tell whom its texts must not name.
 */
export async function followMerges(incident: unknown, get: (incidentId: string) => Promise<unknown>): Promise<unknown> {
  let current = incident;
  for (let merges = 0; merges <= mostMerges; merges += 1) {
    if (!isMerged(current)) return current;
    const { redirectIncidentId } = current;
    if (typeof redirectIncidentId !== 'string' || redirectIncidentId === '') break;
    current = await get(redirectIncidentId);
  }
  const id = isRecord(incident) && typeof incident.id === 'string' ? incident.id : undefined;
  throw new UnmappableRecord('redirectIncidentId: it leads to no incident.', id);
}

export const isMerged = (incident: unknown): incident is Readonly<Record<string, unknown>> =>
  isRecord(incident) && incident.status === 'redirected';
