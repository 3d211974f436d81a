import { exampleAlert } from '../exampleAlert.ts';
import type { Incident } from './incident.ts';
import { toIncidentAlert } from './incidentAlert.ts';

/** An incident for the examples in the docs. */
export const exampleIncident: Incident = {
  incidentId: '1001',
  title: 'Exfiltration incident involving one user',
  severity: 'high',
  status: 'active',
  assignedTo: 'megan@contoso.com',
  createdAt: '2026-09-01T08:00:30.000Z',
  updatedAt: '2026-09-01T08:05:00.000Z',
  portalUrl: 'https://security.microsoft.com/incidents/1001',
  users: [{ userPrincipalName: 'adele@contoso.com', displayName: 'Adele Vance' }],
  products: ['dlp'],
  alerts: [toIncidentAlert(exampleAlert)],
  alertCount: 1,
};
