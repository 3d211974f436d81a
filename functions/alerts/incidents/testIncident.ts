import { randomUUID } from 'node:crypto';
import type { EventDraft } from '../../events/event.ts';
import { exampleIncident } from './exampleIncident.ts';
import { toIncidentDraft } from './incidentDraft.ts';

/** An incident that nobody has, as a test event carries it. */
export const testIncident = (): EventDraft => {
  const now = new Date().toISOString();
  const { portalUrl, ...example } = exampleIncident;
  const incident = {
    ...example,
    incidentId: `test-${randomUUID()}`,
    title: `Test: ${example.title}`,
    createdAt: now,
    updatedAt: now,
  };
  return toIncidentDraft({ incident, alerts: [] });
};
