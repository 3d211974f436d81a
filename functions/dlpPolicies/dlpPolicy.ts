import { type Infer, schema } from '../runtime/schema.ts';
import { dlpPolicyModes } from './dlpPolicyModes.ts';

const text = (summary: string, description: string) =>
  ({ type: 'string', 'x-ms-summary': summary, description }) as const;
const time = (summary: string, description: string) =>
  ({ ...text(summary, description), format: 'date-time' }) as const;
const texts = (summary: string, description: string) =>
  ({ type: 'array', 'x-ms-summary': summary, description, items: { type: 'string' } }) as const;
const wholeNumber = (summary: string, description: string) =>
  ({ type: 'integer', format: 'int32', 'x-ms-summary': summary, description }) as const;

const summaryProperties = {
  policyId: text('Policy Id', 'The id of the policy.'),
  name: text('Policy Name', 'The name of the policy.'),
  mode: {
    type: 'string',
    enum: dlpPolicyModes,
    'x-ms-summary': 'Mode',
    description: 'Whether the policy is enforced or in a test mode; unknown when the service names a mode of its own.',
  },
  reportedMode: {
    ...text('Reported Mode', 'The mode in the words of the service, such as AuditAndNotify.'),
    'x-ms-visibility': 'advanced',
  },
  changedAt: time('Changed At', 'When the policy was last changed, in UTC.'),
  rulesChangedAt: time('Rules Changed At', 'When its rules were last changed, in UTC.'),
  workloads: texts('Workloads', 'Where the policy applies, such as Exchange or SharePoint.'),
} as const;

const sensitiveInformationType = schema({
  type: 'object',
  properties: {
    typeId: text('Sensitive Information Type Id', 'The id of the sensitive information type.'),
    minimumCount: wholeNumber('Minimum Count', 'How often it must occur.'),
    minimumConfidence: wholeNumber('Minimum Confidence', 'How sure the service must be, in percent.'),
  },
  required: ['typeId'],
});

const rule = schema({
  type: 'object',
  title: 'DlpRule',
  properties: {
    ruleId: text('Rule Id', 'The id of the rule.'),
    name: text('Rule Name', 'The name of the rule.'),
    enabled: { type: 'boolean', 'x-ms-summary': 'Enabled', description: 'Whether the rule is on.' },
    mode: {
      type: 'string',
      enum: dlpPolicyModes,
      'x-ms-summary': 'Rule Mode',
      description: 'The rule’s own mode; left out when it has that of its policy.',
    },
    severity: text('Severity', 'The severity of the alerts that the rule raises, such as Low or High.'),
    workloads: texts('Rule Workloads', 'Where the rule applies.'),
    actions: texts('Actions', 'What the rule does, such as BlockAccess or NotifyUser.'),
    sensitiveInformationTypes: {
      type: 'array',
      'x-ms-summary': 'Sensitive Information Types',
      description: 'What the rule looks for.',
      items: sensitiveInformationType,
    },
  },
  required: ['ruleId', 'enabled', 'workloads', 'actions', 'sensitiveInformationTypes'],
});

const requiredOfSummary = ['policyId', 'name', 'mode', 'workloads'] as const;

/** What a list and a drop-down show of a policy. */
export const dlpPolicySummarySchema = schema({
  type: 'object',
  title: 'DlpPolicySummary',
  properties: { ...summaryProperties, ruleCount: wholeNumber('Rules', 'How many rules it has.') },
  required: [...requiredOfSummary, 'ruleCount'],
});

/** A policy's definition; what its conditions look for in words, and whom it tells, stays with the service. */
export const dlpPolicySchema = schema({
  type: 'object',
  title: 'DlpPolicy',
  properties: {
    ...summaryProperties,
    rules: { type: 'array', 'x-ms-summary': 'Rules', description: 'The rules of the policy.', items: rule },
  },
  required: [...requiredOfSummary, 'rules'],
});

export type DlpPolicy = Infer<typeof dlpPolicySchema>;
export type DlpRule = Infer<typeof rule>;
export type DlpPolicySummary = Infer<typeof dlpPolicySummarySchema>;
