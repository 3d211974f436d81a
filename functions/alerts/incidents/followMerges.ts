import { isRecord } from '../../integrations/vendorJson/vendorRecord.ts';

// The service merges a merged incident again at times; nobody has seen more.
const mostMerges = 5;

/** The incident that a merged one has become part of, however often it was merged; any other is given back as it is. */
export async function followMerges(incident: unknown, get: (incidentId: string) => Promise<unknown>): Promise<unknown> {
  let current = incident;
  for (let merges = 0; merges < mostMerges; merges += 1) {
    const into = mergedInto(current);
    if (into === undefined) return current;
    current = await get(into);
  }
  return current;
}

export function mergedInto(incident: unknown): string | undefined {
  if (!isRecord(incident) || incident.status !== 'redirected') return undefined;
  const { redirectIncidentId } = incident;
  return typeof redirectIncidentId === 'string' && redirectIncidentId !== '' ? redirectIncidentId : undefined;
}
