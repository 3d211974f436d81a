import { webhookTrigger } from '../../subscriptions/webhookTrigger.ts';
import { incidentSchema } from './incident.ts';
import { incidentStatuses } from './incidentStatuses.ts';

export const onIncident = webhookTrigger({
  operationId: 'OnIncident',
  path: '/subscriptions/incident',
  summary: 'When a Purview incident is created or updated',
  description:
    'This operation triggers when Microsoft Defender makes an incident that holds a data loss prevention, insider risk or cloud app alert and, with Include Updates, whenever it changes. An incident that was merged says into which one; its alerts are the ones there.',
  hint: 'To see it work now, use Send test event.',
  sources: ['incidents'],
  types: ['incident'],
  title: 'IncidentEvent',
  hasSeverity: true,
  statuses: incidentStatuses,
  noun: { incident: incidentSchema },
});
