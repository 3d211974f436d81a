import { advanced, countProperty, textProperty, textsProperty, timeProperty } from '../runtime/property.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { dlpPolicyModes } from './dlpPolicyModes.ts';

const summaryProperties = {
  policyId: textProperty('Policy Id', 'The id of the policy.'),
  name: textProperty('Policy Name', 'The name of the policy.'),
  mode: {
    type: 'string',
    enum: dlpPolicyModes,
    'x-ms-summary': 'Mode',
    description: 'Whether the policy is enforced or in a test mode; unknown when the service names a mode of its own.',
  },
  reportedMode: advanced(
    textProperty('Reported Mode', 'The mode in the words of the service, such as AuditAndNotify.'),
  ),
  changedAt: timeProperty('Changed At', 'When the policy was last changed, in UTC.'),
  rulesChangedAt: timeProperty('Rules Changed At', 'When its rules were last changed, in UTC.'),
  workloads: textsProperty('Workloads', 'Where the policy applies, such as Exchange or SharePoint.'),
} as const;

const sensitiveInformationType = schema({
  type: 'object',
  properties: {
    typeId: textProperty('Sensitive Information Type Id', 'The id of the sensitive information type.'),
    minimumCount: countProperty('Minimum Count', 'How often it must occur.'),
    minimumConfidence: countProperty('Minimum Confidence', 'How sure the service must be, in percent.'),
  },
  required: ['typeId'],
});

const rule = schema({
  type: 'object',
  title: 'DlpRule',
  properties: {
    ruleId: textProperty('Rule Id', 'The id of the rule.'),
    name: textProperty('Rule Name', 'The name of the rule.'),
    enabled: { type: 'boolean', 'x-ms-summary': 'Enabled', description: 'Whether the rule is on.' },
    mode: {
      type: 'string',
      enum: dlpPolicyModes,
      'x-ms-summary': 'Rule Mode',
      description: 'The rule’s own mode; left out when it has that of its policy.',
    },
    severity: textProperty('Severity', 'The severity of the alerts that the rule raises, such as Low or High.'),
    workloads: textsProperty('Rule Workloads', 'Where the rule applies.'),
    actions: textsProperty('Actions', 'What the rule does, such as BlockAccess or NotifyUser.'),
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
  properties: { ...summaryProperties, ruleCount: countProperty('Rules', 'How many rules it has.') },
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
