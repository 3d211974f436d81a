import { textsProperty } from '../runtime/property.ts';
import { schema } from '../runtime/schema.ts';

const users = schema({
  type: 'array',
  'x-ms-summary': 'Users',
  description: 'The people in the evidence.',
  items: {
    title: 'AlertUser',
    type: 'object',
    properties: {
      userPrincipalName: {
        type: 'string',
        'x-ms-summary': 'User Principal Name',
        description: 'The sign-in name; left out where the service shows pseudonyms.',
      },
      displayName: { type: 'string', 'x-ms-summary': 'User Name', description: 'The name or the pseudonym.' },
      objectId: {
        type: 'string',
        'x-ms-summary': 'User Object Id',
        description: 'The object id in Microsoft Entra ID.',
      },
      accountName: { type: 'string', 'x-ms-summary': 'User Account Name', description: 'The name of the account.' },
      domain: { type: 'string', 'x-ms-summary': 'User Domain', description: 'The domain of the account.' },
    },
  },
});

const files = schema({
  type: 'array',
  'x-ms-summary': 'Files',
  description: 'The files in the evidence.',
  items: {
    title: 'AlertFile',
    type: 'object',
    properties: {
      name: { type: 'string', 'x-ms-summary': 'File Name', description: 'The name with its extension.' },
      path: { type: 'string', 'x-ms-summary': 'File Path', description: 'The folder or the full path.' },
      url: { type: 'string', 'x-ms-summary': 'File Link', description: 'The address, for files in the cloud.' },
      sizeBytes: { type: 'integer', format: 'int64', 'x-ms-summary': 'File Size', description: 'The size in bytes.' },
      sha256: { type: 'string', 'x-ms-summary': 'File SHA256', description: 'The hash of the content.' },
    },
  },
});

const mails = schema({
  type: 'array',
  'x-ms-summary': 'Mails',
  description: 'The mail messages in the evidence.',
  items: {
    title: 'AlertMail',
    type: 'object',
    properties: {
      subject: { type: 'string', 'x-ms-summary': 'Mail Subject', description: 'The subject line.' },
      sender: { type: 'string', 'x-ms-summary': 'Mail Sender', description: 'The address of the sender.' },
      recipient: { type: 'string', 'x-ms-summary': 'Mail Recipient', description: 'The address of the recipient.' },
      receivedAt: {
        type: 'string',
        format: 'date-time',
        'x-ms-summary': 'Mail Received At',
        description: 'When it was received, in UTC.',
      },
      internetMessageId: {
        type: 'string',
        'x-ms-summary': 'Internet Message Id',
        description: 'The id that the message carries in its headers.',
      },
      networkMessageId: {
        type: 'string',
        'x-ms-summary': 'Network Message Id',
        description: 'The id of the message in Microsoft 365.',
      },
    },
  },
});

const devices = schema({
  type: 'array',
  'x-ms-summary': 'Devices',
  description: 'The devices in the evidence.',
  items: {
    title: 'AlertDevice',
    type: 'object',
    properties: {
      name: { type: 'string', 'x-ms-summary': 'Device Name', description: 'The full name of the device.' },
      entraDeviceId: {
        type: 'string',
        'x-ms-summary': 'Entra Device Id',
        description: 'The device id in Microsoft Entra ID.',
      },
      mdeDeviceId: {
        type: 'string',
        'x-ms-summary': 'Defender Device Id',
        description: 'The device id in Microsoft Defender for Endpoint.',
      },
      osPlatform: { type: 'string', 'x-ms-summary': 'Operating System', description: 'The operating system.' },
    },
  },
});

const cloudApps = schema({
  type: 'array',
  'x-ms-summary': 'Cloud Apps',
  description: 'The cloud applications in the evidence.',
  items: {
    title: 'AlertCloudApp',
    type: 'object',
    properties: {
      name: { type: 'string', 'x-ms-summary': 'App Name', description: 'The name of the application.' },
      appId: { type: 'string', 'x-ms-summary': 'App Id', description: 'The id of the application.' },
      instanceName: { type: 'string', 'x-ms-summary': 'App Instance', description: 'The instance of the application.' },
    },
  },
});

const teamsMessages = schema({
  type: 'array',
  'x-ms-summary': 'Teams Messages',
  description: 'The Microsoft Teams messages in the evidence.',
  items: {
    title: 'AlertTeamsMessage',
    type: 'object',
    properties: {
      messageId: { type: 'string', 'x-ms-summary': 'Teams Message Id', description: 'The id of the message.' },
      threadId: {
        type: 'string',
        'x-ms-summary': 'Teams Thread Id',
        description: 'The id of the chat or channel thread.',
      },
      teamId: { type: 'string', 'x-ms-summary': 'Team Id', description: 'The id of the team.' },
      channelId: { type: 'string', 'x-ms-summary': 'Channel Id', description: 'The id of the channel.' },
      subject: { type: 'string', 'x-ms-summary': 'Teams Subject', description: 'The subject of the message.' },
      sender: { type: 'string', 'x-ms-summary': 'Teams Sender', description: 'The address of the sender.' },
      recipients: {
        type: 'array',
        items: { type: 'string' },
        'x-ms-summary': 'Teams Recipients',
        description: 'The addresses of the recipients.',
      },
    },
  },
});

/** The lists of an alert that repeat the useful parts of its evidence, so that makers need not search it. */
export const partyProperties = {
  users,
  files,
  mails,
  sites: textsProperty('Sites', 'The addresses of the SharePoint and OneDrive sites in the evidence.'),
  devices,
  cloudApps,
  teamsMessages,
  urls: textsProperty('Links', 'The addresses in the evidence.'),
} as const;
