import { textProperty, textsProperty, timeProperty } from '../runtime/property.ts';
import { type Infer, schema } from '../runtime/schema.ts';

export const enforcements = ['audited', 'warned', 'bypassed', 'blocked', 'allowed', 'unknown'] as const;

/** Data that went, or was about to go, to an app on the internet; in flow makers' words. */
export const shadowItUploadSchema = schema({
  title: 'ShadowItUpload',
  'x-ms-summary': 'Upload',
  type: 'object',
  description:
    'Data that somebody sent to an app or a site, or tried to; an alert tells less of it than a record of a device.',
  properties: {
    recordId: textProperty('Record Id', 'The id of the audit record or of the alert.'),
    operation: textProperty('Operation', 'What was done, in the words of the audit log; of an alert, its title.'),
    occurredAt: timeProperty('Uploaded At', 'When it was done, in UTC.'),
    userPrincipalName: textProperty('User Principal Name', 'Who did it.'),
    deviceName: textProperty('Device Name', 'The device that the file is on.'),
    application: textProperty('Application', 'The program that it was done with, such as chrome.exe.'),
    targetDomain: textProperty('Target Domain', 'Where the file went, such as dropbox.com.'),
    targetApp: textProperty('Target App', 'The cloud app that it went to, such as Dropbox; told by alerts alone.'),
    fileName: textProperty('File Name', 'The name of the file.'),
    filePath: textProperty('File Path', 'Where the file is, on the device or in the cloud.'),
    actionTaken: {
      type: 'string',
      enum: enforcements,
      'x-ms-summary': 'Action Taken',
      description:
        'Whether it was only audited, warned of, done in spite of the warning, blocked, or allowed by the policy.',
    },
    labelId: textProperty('Label Id', 'The sensitivity label of the file.'),
    labelName: textProperty('Label', 'The name of that label; left out when nobody could tell it.'),
    policyName: textProperty('Policy Name', 'The policy that was matched, where one was.'),
    ruleName: textProperty('Rule Name', 'The rule that was matched, where one was.'),
    alertId: textProperty('Alert Id', 'The alert that tells of it, for other actions; left out where none does.'),
    sensitiveTypes: textsProperty('Sensitive Types', 'The kinds of sensitive information that were found in the file.'),
  },
  required: ['recordId', 'operation', 'occurredAt', 'actionTaken'],
});

export type ShadowItUpload = Infer<typeof shadowItUploadSchema>;
