import { type Infer, schema } from '../runtime/schema.ts';

/** What the Teams actions answer. */
export const postedMessage = schema({
  type: 'object',
  title: 'PostedMessage',
  properties: {
    route: {
      type: 'string',
      enum: ['channel', 'webhook'],
      'x-ms-summary': 'Route',
      description:
        'How it was posted: channel, in the name of the signed-in person, or webhook, through the Workflows webhook of the back end.',
    },
    messageId: {
      type: 'string',
      'x-ms-summary': 'Message Id',
      description: 'The id of the message in its channel; left out when it went through the webhook, which tells none.',
    },
    webUrl: {
      type: 'string',
      format: 'uri',
      'x-ms-summary': 'Message Link',
      description: 'Opens the message in Teams; left out when it went through the webhook.',
    },
  },
  required: ['route'],
});

export const examplePostedMessage: Infer<typeof postedMessage> = {
  route: 'channel',
  messageId: '1616990032035',
  webUrl: 'https://teams.microsoft.com/l/message/19%3A4a95f7d8db4c4e7fae857bcebe0623e6%40thread.tacv2/1616990032035',
};
