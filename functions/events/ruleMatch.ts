import {
  advanced,
  countProperty,
  flagProperty,
  textProperty,
  textsProperty,
  timeProperty,
} from '../runtime/property.ts';
import { type Infer, schema } from '../runtime/schema.ts';

const sensitiveInformationSchema = schema({
  title: 'SensitiveInformation',
  type: 'object',
  properties: {
    typeName: textProperty('Type Name', 'The sensitive information type, such as Credit Card Number.'),
    typeId: textProperty('Type Id', 'The id of the sensitive information type.'),
    count: countProperty('Count', 'How many were found.'),
    uniqueCount: countProperty('Unique Count', 'How many different ones were found.'),
    confidence: countProperty('Confidence', 'How sure the finding is, from 1 to 100.'),
    location: textProperty('Location', 'Where in the item it was found, such as Message Body.'),
  },
});

const matchedRuleSchema = schema({
  title: 'MatchedRule',
  type: 'object',
  properties: {
    policyName: textProperty('Policy Name', 'The policy that the rule belongs to.'),
    policyId: textProperty('Policy Id', 'The id of that policy.'),
    ruleName: textProperty('Rule Name', 'The rule that was matched.'),
    ruleId: textProperty('Rule Id', 'The id of that rule.'),
    severity: textProperty('Severity', 'How grave the rule is, such as low, medium or high.'),
    mode: textProperty('Mode', 'Whether the rule is enforced or only tested.'),
    actions: textsProperty('Actions', 'What was done because of the match.'),
    overriddenActions: textsProperty('Overridden Actions', 'What was undone again.'),
    conditions: textsProperty('Conditions', 'The names of the other conditions that were met.'),
    sensitiveInformation: {
      type: 'array',
      items: sensitiveInformationSchema,
      'x-ms-summary': 'Sensitive Information',
      description: 'The kinds of sensitive information that this rule found, without the values.',
    },
  },
});

const itemSchema = schema({
  title: 'MatchedItem',
  type: 'object',
  'x-ms-summary': 'Item',
  description: 'The file, mail or message that the rule looked at.',
  properties: {
    kind: {
      type: 'string',
      enum: ['file', 'mail', 'deviceFile', 'other'],
      'x-ms-summary': 'Item Kind',
      description: 'Whether it is a file in SharePoint or OneDrive, a mail, a file on a device, or something else.',
    },
    name: textProperty('Item Name', 'The name of the file, or the subject of the mail.'),
    url: textProperty('Item Address', 'Where a file in SharePoint or OneDrive is.'),
    path: textProperty('Item Path', 'Where a file on a device is.'),
    owner: textProperty('Owner', 'Who owns the file.'),
    siteUrl: textProperty('Site Address', 'The site that the file is in.'),
    isViewableByExternalUsers: flagProperty('Is Viewable by External Users', 'Whether people outside can open it.'),
    messageId: textProperty('Message Id', 'The internet message id of the mail.'),
    sender: textProperty('Sender', 'Who sent the mail.'),
    recipients: textsProperty('Recipients', 'Who the mail was for.'),
    recipientCount: countProperty('Recipient Count', 'How many recipients the mail had.'),
    deviceName: textProperty('Device Name', 'The device that the file is on.'),
    application: textProperty('Application', 'The program that was used on the device.'),
    targetDomain: textProperty('Target Domain', 'The site or app that a file of a device was sent to.'),
    labelIds: textsProperty('Label Ids', 'The sensitivity labels of the item.'),
    labelNames: textsProperty('Label Names', 'The names of those labels, as far as anybody could tell them.'),
  },
  required: ['kind'],
});

const overrideSchema = schema({
  title: 'RuleOverride',
  type: 'object',
  'x-ms-summary': 'Override',
  description: 'What a person said against the match; left out when nobody did.',
  properties: {
    reason: textProperty('Override Reason', 'Why the rule no longer applies.'),
    justification: textProperty('Justification', 'What the person wrote to go on in spite of the policy.'),
    falsePositive: flagProperty('Is False Positive', 'Whether the person called the match wrong.'),
    ruleIds: textsProperty('Overridden Rule Ids', 'The rules that this is about.'),
  },
});

/** A match of data loss prevention rules with one item, in flow makers' words; matched values are never in it. */
export const ruleMatchSchema = schema({
  title: 'RuleMatch',
  'x-ms-summary': 'Rule Match',
  type: 'object',
  description: 'What data loss prevention found in an item, without the values that it found.',
  properties: {
    recordId: textProperty('Record Id', 'The id of the audit record.'),
    outcome: {
      type: 'string',
      enum: ['matched', 'undone', 'noted'],
      'x-ms-summary': 'Outcome',
      description: 'Whether a rule was matched, an earlier match was undone, or a person only noted something on it.',
    },
    occurredAt: timeProperty('Matched At', 'When it happened, in UTC.'),
    workload: textProperty('Workload', 'Where it happened, such as SharePoint, OneDrive, Exchange or Endpoint.'),
    userPrincipalName: textProperty('User Principal Name', 'Who did it.'),
    policyName: textProperty('Policy Name', 'The policy of the gravest rule.'),
    policyId: textProperty('Policy Id', 'The id of that policy.'),
    ruleName: textProperty('Rule Name', 'The gravest rule that was matched.'),
    ruleId: textProperty('Rule Id', 'The id of that rule.'),
    severity: {
      type: 'string',
      enum: ['unknown', 'informational', 'low', 'medium', 'high'],
      'x-ms-summary': 'Severity',
      description: 'How grave that rule is.',
    },
    actions: textsProperty('Actions', 'All that was done because of the match.'),
    item: itemSchema,
    sensitiveInformation: {
      type: 'array',
      items: sensitiveInformationSchema,
      'x-ms-summary': 'Sensitive Information',
      description: 'All kinds of sensitive information that were found, each once, without the values.',
    },
    override: overrideSchema,
    rules: {
      type: 'array',
      items: matchedRuleSchema,
      'x-ms-summary': 'Rules',
      description: 'All rules that were matched.',
    },
    incidentId: advanced(
      textProperty('DLP Incident Id', 'The id under which data loss prevention keeps records that belong together.'),
    ),
  },
  required: ['recordId', 'outcome', 'occurredAt', 'severity'],
});

export type RuleMatch = Infer<typeof ruleMatchSchema>;
export type SensitiveInformation = Infer<typeof sensitiveInformationSchema>;
export type MatchedRule = Infer<typeof matchedRuleSchema>;
export type MatchedItem = Infer<typeof itemSchema>;
