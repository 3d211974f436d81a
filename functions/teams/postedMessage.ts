import { schema } from '../runtime/schema.ts';

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
