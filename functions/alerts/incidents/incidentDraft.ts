import type { EventDraft } from '../../events/event.ts';
import { fitting, roomBeside } from '../../events/eventRoom.ts';
import { present } from '../../integrations/vendorJson/present.ts';
import { toAlertDraft } from '../alertDraft.ts';
import type { IncidentRead } from './toIncident.ts';

/**
 * The event that a version of an incident is; filters ask its alerts for policies, people and the like. It lists as many
 * alerts as there is room for.
 */
export function toIncidentDraft({ incident, alerts }: IncidentRead): EventDraft {
  const { incidentId, severity, status, createdAt, updatedAt, portalUrl } = incident;
  const drafts = alerts.map(toAlertDraft);
  const named = (facet: 'policies' | 'rules' | 'users' | 'workloads' | 'labels') => {
    const names = new Set(drafts.flatMap(({ facets }) => facets[facet] ?? []));
    return names.size > 0 ? [...names] : undefined;
  };
  const actors = new Set(drafts.flatMap(({ actor }) => actor ?? []));
  const [actor] = actors;
  const draft: EventDraft = present({
    recordId: incidentId,
    version: updatedAt,
    type: 'incident',
    createdAt,
    recordedAt: updatedAt,
    occurredAt: drafts.map(({ occurredAt }) => occurredAt).sort()[0] ?? createdAt,
    // Of several people none is the one who did it.
    actor: actors.size === 1 ? actor : undefined,
    portalUrl,
    facets: present({
      severity,
      status,
      policies: named('policies'),
      rules: named('rules'),
      users: named('users'),
      workloads: named('workloads'),
      labels: named('labels'),
    }),
    noun: 'incident',
    thing: { ...incident, alerts: [] },
  });
  return { ...draft, thing: { ...incident, alerts: fitting(incident.alerts, roomBeside(draft)) } };
}
