import { type Infer, schema } from '../../runtime/schema.ts';
import { evidenceRoles, remediationStatuses, verdicts } from '../alertEnums.ts';

/** One piece of evidence of an alert. */
export const evidenceSchema = schema({
  title: 'Evidence',
  type: 'object',
  description: 'A person, file, message, device or anything else that the alert is about.',
  properties: {
    type: {
      type: 'string',
      'x-ms-summary': 'Evidence Type',
      description: 'What it is, such as user, file, analyzedMessage, device or cloudApplication.',
    },
    verdict: {
      type: 'string',
      enum: verdicts,
      'x-ms-summary': 'Evidence Verdict',
      description: 'What the automated investigation made of it.',
    },
    remediationStatus: {
      type: 'string',
      enum: remediationStatuses,
      'x-ms-summary': 'Evidence Remediation Status',
      description: 'How far its remediation has come.',
    },
    remediationDetails: {
      type: 'string',
      'x-ms-summary': 'Evidence Remediation Details',
      'x-ms-visibility': 'advanced',
      description: 'More about the remediation.',
    },
    roles: {
      type: 'array',
      items: { type: 'string', enum: evidenceRoles },
      'x-ms-summary': 'Evidence Roles',
      description: 'The parts it plays in the alert, such as policyViolator.',
    },
    detailedRoles: {
      type: 'array',
      items: { type: 'string' },
      'x-ms-summary': 'Evidence Detailed Roles',
      'x-ms-visibility': 'advanced',
      description: 'The parts it plays, in free words.',
    },
    tags: {
      type: 'array',
      items: { type: 'string' },
      'x-ms-summary': 'Evidence Tags',
      'x-ms-visibility': 'advanced',
      description: 'Tags such as a group that the item belongs to.',
    },
    createdAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Evidence Created At',
      description: 'When it was added to the alert, in UTC.',
    },
    details: {
      type: 'object',
      additionalProperties: true,
      'x-ms-summary': 'Evidence Details',
      description: 'What its type knows of it. The most useful ones stand in Users, Files, Mails and so on already.',
    },
  },
  required: ['type', 'details'],
});

export type Evidence = Infer<typeof evidenceSchema>;
