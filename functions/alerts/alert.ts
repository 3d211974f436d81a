import { ruleMatchSchema } from '../events/ruleMatch.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import {
  classifications,
  detectionSources,
  determinations,
  investigationStates,
  products,
  serviceSources,
  severities,
  statuses,
} from './alertEnums.ts';
import { evidenceSchema } from './evidence/evidence.ts';
import { partyProperties } from './partyProperties.ts';

const commentSchema = schema({
  title: 'AlertComment',
  type: 'object',
  properties: {
    comment: { type: 'string', 'x-ms-summary': 'Comment', description: 'What was written.' },
    createdBy: { type: 'string', 'x-ms-summary': 'Comment Author', description: 'Who wrote it.' },
    createdAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Comment Created At',
      description: 'When it was written, in UTC.',
    },
  },
});
export type AlertComment = Infer<typeof commentSchema>;

export const commentsSchema = schema({
  type: 'array',
  items: commentSchema,
  'x-ms-summary': 'Comments',
  description: 'What people wrote about the alert.',
});

/** An alert of Microsoft Purview or Microsoft Defender in flow makers' words. */
export const alertSchema = schema({
  title: 'Alert',
  'x-ms-summary': 'Alert',
  type: 'object',
  description: 'An alert as the Microsoft Defender portal shows it.',
  properties: {
    alertId: { type: 'string', 'x-ms-summary': 'Alert Id', description: 'The id of the alert, for other actions.' },
    title: { type: 'string', 'x-ms-summary': 'Title', description: 'What the alert is about, in a line.' },
    description: { type: 'string', 'x-ms-summary': 'Description', description: 'What the alert is about, at length.' },
    severity: { type: 'string', enum: severities, 'x-ms-summary': 'Severity', description: 'How grave it is.' },
    status: { type: 'string', enum: statuses, 'x-ms-summary': 'Status', description: 'How far its handling has come.' },
    product: {
      type: 'string',
      enum: products,
      'x-ms-summary': 'Product',
      description: 'Where it comes from: dlp, insiderRisk, cloudApps or other.',
    },
    policyName: {
      type: 'string',
      'x-ms-summary': 'Policy Name',
      description: 'The policy that raised it; left out when the service does not name it.',
    },
    policyId: { type: 'string', 'x-ms-summary': 'Policy Id', description: 'The id of the policy that raised it.' },
    actor: {
      type: 'string',
      'x-ms-summary': 'Alert Actor',
      description: 'Who did it: the user principal name, a name or a pseudonym.',
    },
    userPrincipalName: {
      type: 'string',
      'x-ms-summary': 'User Principal Name',
      description: 'The sign-in name of the user that it is about; left out when only a pseudonym is known.',
    },
    userDisplayName: {
      type: 'string',
      'x-ms-summary': 'User Display Name',
      description: 'The name of the user that it is about.',
    },
    pseudonym: {
      type: 'string',
      'x-ms-summary': 'Pseudonym',
      description: 'Stands for the user where insider risk management hides the names.',
    },
    classification: {
      type: 'string',
      enum: classifications,
      'x-ms-summary': 'Classification',
      description: 'Whether it turned out to be true.',
    },
    determination: {
      type: 'string',
      enum: determinations,
      'x-ms-summary': 'Determination',
      description: 'What it turned out to be.',
    },
    assignedTo: { type: 'string', 'x-ms-summary': 'Assigned To', description: 'Who handles it.' },
    createdAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Created At',
      description: 'When the alert came into being, in UTC.',
    },
    updatedAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Updated At',
      description: 'When the alert was last changed, in UTC.',
    },
    firstActivityAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'First Activity At',
      description: 'When the first activity behind it happened, in UTC.',
    },
    lastActivityAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Last Activity At',
      description: 'When the latest activity behind it happened, in UTC.',
    },
    resolvedAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Resolved At',
      description: 'When it was resolved, in UTC.',
    },
    portalUrl: {
      type: 'string',
      format: 'uri',
      'x-ms-summary': 'Alert Portal Link',
      description: 'Opens the alert in the Microsoft Defender portal.',
    },
    incidentId: { type: 'string', 'x-ms-summary': 'Incident Id', description: 'The incident that it belongs to.' },
    incidentUrl: {
      type: 'string',
      format: 'uri',
      'x-ms-summary': 'Incident Link',
      description: 'Opens the incident in the Microsoft Defender portal.',
    },
    ...partyProperties,
    enrichment: {
      type: 'string',
      enum: ['pending', 'complete', 'unavailable'],
      'x-ms-summary': 'Rule Match State',
      description:
        'For data loss prevention: whether rule matches are joined, may still come, or are not to be had. They come later than the alert, as an update.',
    },
    ruleMatches: {
      type: 'array',
      items: ruleMatchSchema,
      'x-ms-summary': 'Rule Matches',
      description: 'For data loss prevention: what the rules found, where, and what was done, without the values.',
    },
    categories: {
      type: 'array',
      items: { type: 'string' },
      'x-ms-summary': 'Categories',
      description: 'The kinds of threat, such as Exfiltration.',
    },
    recommendedActions: {
      type: 'string',
      'x-ms-summary': 'Recommended Actions',
      description: 'What the service recommends to do.',
    },
    comments: commentsSchema,
    evidence: {
      type: 'array',
      items: evidenceSchema,
      'x-ms-summary': 'Evidence',
      description: 'Everything that the alert is about, in full.',
    },
    productName: {
      type: 'string',
      'x-ms-summary': 'Product Name',
      'x-ms-visibility': 'advanced',
      description: 'The product that published the alert, in the words of the service.',
    },
    serviceSource: {
      type: 'string',
      enum: serviceSources,
      'x-ms-summary': 'Service Source',
      'x-ms-visibility': 'advanced',
      description: 'The service that created the alert.',
    },
    detectionSource: {
      type: 'string',
      enum: detectionSources,
      'x-ms-summary': 'Detection Source',
      'x-ms-visibility': 'advanced',
      description: 'The technology that found the activity.',
    },
    detectorId: {
      type: 'string',
      'x-ms-summary': 'Detector Id',
      'x-ms-visibility': 'advanced',
      description: 'The id of the detector; for data loss prevention, it links the alert with its rule matches.',
    },
    providerAlertId: {
      type: 'string',
      'x-ms-summary': 'Provider Alert Id',
      'x-ms-visibility': 'advanced',
      description: 'The id of the alert in the product that raised it.',
    },
    investigationState: {
      type: 'string',
      enum: investigationStates,
      'x-ms-summary': 'Investigation State',
      'x-ms-visibility': 'advanced',
      description: 'How far the automated investigation has come.',
    },
    mitreTechniques: {
      type: 'array',
      items: { type: 'string' },
      'x-ms-summary': 'MITRE Techniques',
      'x-ms-visibility': 'advanced',
      description: 'The attack techniques by their MITRE ids.',
    },
    tags: {
      type: 'array',
      items: { type: 'string' },
      'x-ms-summary': 'Tags',
      'x-ms-visibility': 'advanced',
      description: 'Tags that the system gave it.',
    },
    threatName: {
      type: 'string',
      'x-ms-summary': 'Threat Name',
      'x-ms-visibility': 'advanced',
      description: 'The threat behind it.',
    },
    threatFamily: {
      type: 'string',
      'x-ms-summary': 'Threat Family',
      'x-ms-visibility': 'advanced',
      description: 'The family of the threat.',
    },
    tenantId: {
      type: 'string',
      'x-ms-summary': 'Tenant Id',
      'x-ms-visibility': 'advanced',
      description: 'The Microsoft Entra tenant.',
    },
    customDetails: {
      type: 'object',
      additionalProperties: true,
      'x-ms-summary': 'Custom Details',
      'x-ms-visibility': 'advanced',
      description: 'Details that the rule added to the alert.',
    },
    additionalData: {
      type: 'object',
      additionalProperties: true,
      'x-ms-summary': 'Additional Data',
      'x-ms-visibility': 'advanced',
      description: 'Details that the product added to the alert.',
    },
  },
  required: ['alertId', 'severity', 'status', 'product', 'createdAt', 'updatedAt'],
});

export type Alert = Infer<typeof alertSchema>;
