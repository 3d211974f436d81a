import { type Infer, schema } from '../../runtime/schema.ts';
import { type Alert, alertSchema } from '../alert.ts';

// Evidence and dictionaries stay out: an incident may have hundreds of alerts, and an event has room for a megabyte.
const names = [
  'alertId',
  'title',
  'severity',
  'status',
  'product',
  'policyName',
  'policyId',
  'actor',
  'userPrincipalName',
  'userDisplayName',
  'pseudonym',
  'classification',
  'determination',
  'assignedTo',
  'createdAt',
  'updatedAt',
  'portalUrl',
  'files',
  'mails',
  'sites',
  'cloudApps',
] as const;

/** An alert within its incident. */
export const incidentAlertSchema = schema({
  title: 'IncidentAlert',
  type: 'object',
  description: 'An alert of the incident, in short.',
  properties: picked(alertSchema.properties, names),
  required: ['alertId', 'severity', 'status', 'product', 'createdAt', 'updatedAt'],
});

export type IncidentAlert = Infer<typeof incidentAlertSchema>;

export const toIncidentAlert = (alert: Alert): IncidentAlert => picked(alert, names);

function picked<T extends object, K extends keyof T>(from: T, wanted: readonly K[]): Pick<T, K> {
  const entries = wanted.filter((name) => name in from).map((name) => [name, from[name]] as const);
  return Object.fromEntries(entries) as Pick<T, K>;
}
