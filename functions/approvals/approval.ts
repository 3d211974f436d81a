import { type Infer, schema } from '../runtime/schema.ts';

/** What two people decide on: one action, on one thing. */
export interface ApprovalTarget {
  /** An operation id, such as ReleaseHold. */
  readonly action: string;
  /** The one thing that the action is for, in a form that is the same for the same thing. */
  readonly subject: string;
}

const person = (label: string, whose: string) =>
  schema({
    type: 'object',
    'x-ms-summary': label,
    properties: {
      objectId: { type: 'string', 'x-ms-summary': `${label} Id`, description: `The Microsoft Entra id of ${whose}.` },
      name: { type: 'string', 'x-ms-summary': `${label} Name`, description: `The name of ${whose}, as it was then.` },
    },
    required: ['objectId'],
  });

/** An approval as its operation answers it. */
export const approvalSchema = schema({
  type: 'object',
  title: 'Approval',
  'x-ms-summary': 'Approval',
  description: 'Who asked, who approved, and how far it has come.',
  properties: {
    approvalId: {
      type: 'string',
      'x-ms-summary': 'Approval Id',
      description: 'Names the approval in the steps approve and carryOut.',
    },
    state: {
      type: 'string',
      enum: ['pending', 'approved', 'used'],
      'x-ms-summary': 'Approval State',
      description: 'Whether somebody else still has to approve, has approved, or it was carried out.',
    },
    action: { type: 'string', 'x-ms-summary': 'Action', description: 'The operation that was asked for.' },
    subject: { type: 'string', 'x-ms-summary': 'Subject', description: 'What the operation is to be carried out on.' },
    reason: { type: 'string', 'x-ms-summary': 'Reason', description: 'Why it was asked for.' },
    requestedBy: { ...person('Requested By', 'the person who asked'), description: 'Who asked.' },
    requestedAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Requested At',
      description: 'When it was asked for, in UTC.',
    },
    expiresAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Expires At',
      description: 'Until when it can be approved and carried out, in UTC.',
    },
    approvedBy: {
      ...person('Approved By', 'the person who approved'),
      description: 'Who approved; never the person who asked.',
    },
    approvedAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Approved At',
      description: 'When it was approved, in UTC.',
    },
    usedAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Used At',
      description: 'When it was carried out, in UTC.',
    },
  },
  required: ['approvalId', 'state', 'action', 'subject', 'reason', 'requestedBy', 'requestedAt', 'expiresAt'],
});

export type Approval = Infer<typeof approvalSchema>;
