export interface Flag {
  /** What stands for the value in the help. */
  value: string;
  description: string;
  /** The value is a whole number. */
  isNumber?: true;
  isRequired?: true;
}

export interface Command {
  summary: string;
  /** By name, without the dashes. */
  flags: Readonly<Record<string, Flag>>;
  example: string;
}

const severity: Flag = { value: 'severity', description: 'informational, low, medium or high' };
const user: Flag = { value: 'address', description: 'who did it, such as adele@contoso.com' };
const count: Flag = { value: 'number', description: 'how many alerts at once, up to 10000', isNumber: true };

const times: Flag = { value: 'number', description: 'how many times, up to 10000', isNumber: true };

/** What happens in the simulated tenant; each is a scenario of the simulated Graph, and its flags are the wishes. */
export const scenarioCommands: Readonly<Record<string, Command>> = {
  'dlp-match': {
    summary: 'Content matches a DLP policy, and Purview raises an alert',
    flags: {
      severity,
      user,
      file: { value: 'name', description: 'the file, such as "Loyalty members.xlsx"' },
      policy: { value: 'name', description: 'the DLP policy, such as "Employee records"' },
      recipient: { value: 'address', description: 'the file goes to this address by mail' },
      count,
    },
    example: 'dlp-match --severity high --user adele@contoso.com --file "Loyalty members.xlsx"',
  },
  'insider-risk': {
    summary: 'Insider Risk Management raises an alert',
    flags: {
      severity,
      user,
      policy: { value: 'name', description: 'the insider risk policy, any name' },
      names: { value: 'form', description: 'shown, or hidden behind a pseudonym of Insider Risk Management' },
      incident: { value: 'id', description: 'the incident that it belongs to; left out: one of its own' },
      count,
    },
    example: 'insider-risk --user lee@contoso.com --severity medium --names hidden',
  },
  'cloud-app': {
    summary: 'Defender for Cloud Apps raises an alert',
    flags: {
      severity,
      user,
      title: { value: 'text', description: 'the title of the alert' },
      application: { value: 'name', description: 'the cloud app' },
      count,
    },
    example: 'cloud-app --title "Impossible travel" --application Dropbox',
  },
  'unsanctioned-app': {
    summary: 'Defender for Cloud Apps alerts to data that went to an unsanctioned app',
    flags: {
      severity,
      user,
      application: { value: 'name', description: 'the cloud app, Dropbox unless told otherwise' },
      file: { value: 'name', description: 'the file, such as "Falcon term sheet.docx"; left out: none is named' },
      title: { value: 'text', description: 'the title of the alert, which is the name of its policy' },
      count,
    },
    example: 'unsanctioned-app --application WeTransfer --file "Falcon term sheet.docx"',
  },
  'label-downgrade': {
    summary: 'Somebody lowers the sensitivity label of a file; the audit log tells of it',
    flags: {
      user,
      file: { value: 'name', description: 'the file, such as "Payroll 2026.xlsx"' },
      from: { value: 'label', description: 'the label before, the one of the file unless told otherwise' },
      to: { value: 'label', description: 'the label after, General unless told otherwise' },
      justification: { value: 'text', description: 'what the person wrote' },
      count: times,
    },
    example: 'label-downgrade --file "Payroll 2026.xlsx" --to General',
  },
  'external-share': {
    summary: 'Somebody shares a file outside; the audit log tells of it',
    flags: {
      user,
      file: { value: 'name', description: 'the file, such as "Payroll 2026.xlsx"' },
      recipient: { value: 'address', description: 'the guest; left out: a link for anybody' },
      count: times,
    },
    example: 'external-share --file "Payroll 2026.xlsx" --recipient partner@fabrikam.com',
  },
  'shadow-upload': {
    summary: 'Somebody uploads a labelled file to an app; endpoint DLP blocks and records it',
    flags: {
      user,
      file: { value: 'name', description: 'the file, such as "Falcon term sheet.docx"' },
      application: { value: 'domain', description: 'the app, dropbox.com unless told otherwise' },
      count: times,
    },
    example: 'shadow-upload --application wetransfer.com',
  },
  'policy-change': {
    summary: 'Somebody changes the mode of a DLP policy; the audit log tells of it',
    flags: {
      user,
      policy: { value: 'name', description: 'the DLP policy, such as "Employee records"' },
      mode: { value: 'mode', description: 'Enable, Disable, TestWithNotifications or TestWithoutNotifications' },
      count: times,
    },
    example: 'policy-change --policy "Financial data" --mode Disable',
  },
  'alert-update': {
    summary: 'Somebody handles an alert in the Defender portal',
    flags: {
      id: { value: 'id', description: 'the alert, as the command that raised it printed it', isRequired: true },
      status: { value: 'status', description: 'new, inProgress or resolved' },
      classification: { value: 'name', description: 'truePositive, falsePositive or informationalExpectedActivity' },
      determination: { value: 'name', description: 'such as maliciousUserActivity or notMalicious' },
      'assigned-to': { value: 'address', description: 'who handles it' },
    },
    example: 'alert-update --id <id> --status resolved --classification truePositive',
  },
  'incident-update': {
    summary: 'Somebody handles an incident in the Defender portal',
    flags: {
      id: { value: 'id', description: 'the incident, as an alert names it', isRequired: true },
      status: { value: 'status', description: 'active, inProgress or resolved' },
      classification: { value: 'name', description: 'truePositive, falsePositive or informationalExpectedActivity' },
      determination: { value: 'name', description: 'such as maliciousUserActivity or notMalicious' },
      'assigned-to': { value: 'address', description: 'who handles it' },
    },
    example: 'incident-update --id 1001 --status inProgress --assigned-to megan@contoso.com',
  },
  'incident-merge': {
    summary: 'Microsoft Defender finds that two incidents are one',
    flags: {
      id: { value: 'id', description: 'the incident that is merged away', isRequired: true },
      into: { value: 'id', description: 'the incident that gets its alerts', isRequired: true },
    },
    example: 'incident-merge --id 1001 --into 1002',
  },
};

/** What is asked of the sandbox itself. */
export const sandboxCommands: Readonly<
  Record<'flows' | 'questions' | 'answer' | 'token' | 'status' | 'stop', Command>
> = {
  flows: {
    summary: 'List the prebuilt flows, or run one of them',
    flags: { run: { value: 'id', description: 'turn this one on, make its trigger happen, and tell where to look' } },
    example: 'flows --run dlpAlertToAnswerableCard',
  },
  questions: { summary: 'List the cards and approvals that flows wait for', flags: {}, example: 'questions' },
  answer: {
    summary: 'Answer a card or an approval',
    flags: {
      id: { value: 'id', description: 'the question, as the command questions prints it', isRequired: true },
      choice: { value: 'text', description: 'the button or the outcome', isRequired: true },
      by: { value: 'address', description: 'who answers; left out: whoever was asked first' },
      comments: { value: 'text', description: 'what is written beside an outcome' },
      data: { value: 'json', description: 'what is entered into the inputs of a card' },
    },
    example: 'answer --id <id> --choice "I take it"',
  },
  token: {
    summary: 'Print an access token, to call the back end by hand',
    flags: { user: { value: 'address', description: 'who signs in; left out: megan@contoso.com, a responder' } },
    example: 'token --user grady@contoso.com',
  },
  status: { summary: 'Tell what runs where, and what waits in the back end', flags: {}, example: 'status' },
  stop: { summary: 'Stop the sandbox that npm start runs', flags: {}, example: 'stop' },
};
