import { type Infer, schema } from '../../runtime/schema.ts';
import { commentsSchema } from '../alert.ts';
import { classifications, determinations, products, severities } from '../alertEnums.ts';
import { partyProperties } from '../partyProperties.ts';
import { incidentAlertSchema } from './incidentAlert.ts';
import { incidentStatuses } from './incidentStatuses.ts';

/** An incident of Microsoft Defender with an alert of Microsoft Purview or Defender for Cloud Apps in it. */
export const incidentSchema = schema({
  title: 'Incident',
  'x-ms-summary': 'Incident',
  type: 'object',
  description: 'An incident as the Microsoft Defender portal shows it.',
  properties: {
    incidentId: { type: 'string', 'x-ms-summary': 'Incident Id', description: 'Names the incident in other actions.' },
    title: { type: 'string', 'x-ms-summary': 'Incident Title', description: 'What the incident is about, in a line.' },
    description: {
      type: 'string',
      'x-ms-summary': 'Incident Description',
      description: 'What the incident is about, at length.',
    },
    summary: {
      type: 'string',
      'x-ms-summary': 'Incident Summary',
      description: 'What was written about it as a whole.',
    },
    severity: {
      type: 'string',
      enum: severities,
      'x-ms-summary': 'Incident Severity',
      description: 'How grave it is: as grave as its gravest alert.',
    },
    status: {
      type: 'string',
      enum: incidentStatuses,
      'x-ms-summary': 'Incident Status',
      description: 'How far its handling has come; redirected when it was merged into another incident.',
    },
    mergedIntoId: {
      type: 'string',
      'x-ms-summary': 'Merged Into Id',
      description: 'The incident that it was merged into, and that holds its alerts now.',
    },
    mergedFromId: {
      type: 'string',
      'x-ms-summary': 'Merged From Id',
      description: 'The incident that was asked for, when it was merged into this one.',
    },
    classification: {
      type: 'string',
      enum: classifications,
      'x-ms-summary': 'Incident Classification',
      description: 'Whether it turned out to be true.',
    },
    determination: {
      type: 'string',
      enum: determinations,
      'x-ms-summary': 'Incident Determination',
      description: 'What it turned out to be.',
    },
    assignedTo: { type: 'string', 'x-ms-summary': 'Incident Assigned To', description: 'Who handles it.' },
    createdAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Incident Created At',
      description: 'When it came into being, in UTC.',
    },
    updatedAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Incident Updated At',
      description: 'When it was last changed, in UTC.',
    },
    portalUrl: {
      type: 'string',
      format: 'uri',
      'x-ms-summary': 'Incident Link',
      description: 'Opens it in the Microsoft Defender portal.',
    },
    users: partyProperties.users,
    products: {
      type: 'array',
      items: { type: 'string', enum: products },
      'x-ms-summary': 'Incident Products',
      description: 'Where its alerts come from: dlp, insiderRisk, cloudApps or other.',
    },
    alerts: {
      type: 'array',
      items: incidentAlertSchema,
      'x-ms-summary': 'Incident Alerts',
      description:
        'Its alerts in short, at most 100 and in an event as many as it has room for; Get alert tells all of one.',
    },
    alertCount: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Alert Count',
      description: 'How many alerts it has, those left out here among them.',
    },
    comments: commentsSchema,
    tags: {
      type: 'array',
      items: { type: 'string' },
      'x-ms-summary': 'Incident Tags',
      description: 'Tags that people gave it.',
    },
    systemTags: {
      type: 'array',
      items: { type: 'string' },
      'x-ms-summary': 'Incident System Tags',
      'x-ms-visibility': 'advanced',
      description: 'Tags that the system gave it.',
    },
    resolvingComment: {
      type: 'string',
      'x-ms-summary': 'Resolving Comment',
      description: 'What was written when it was resolved.',
    },
    modifiedBy: {
      type: 'string',
      'x-ms-summary': 'Modified By',
      'x-ms-visibility': 'advanced',
      description: 'Who changed it last.',
    },
    priorityScore: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Priority Score',
      'x-ms-visibility': 'advanced',
      description: 'The rank that Microsoft Defender gives it, from 0 to 100.',
    },
    tenantId: {
      type: 'string',
      'x-ms-summary': 'Incident Tenant Id',
      'x-ms-visibility': 'advanced',
      description: 'The Microsoft Entra tenant.',
    },
  },
  required: ['incidentId', 'severity', 'status', 'createdAt', 'updatedAt', 'products', 'alerts', 'alertCount'],
});

export type Incident = Infer<typeof incidentSchema>;
