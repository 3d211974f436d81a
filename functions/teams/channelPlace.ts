import type { StringSchema } from '../runtime/schema.ts';

/** The team and the channel, picked from lists that the designer fetches. */
export const channelPlaceProperties = {
  teamId: {
    type: 'string',
    'x-ms-summary': 'Team',
    description: 'The team to post to. Pick it from the list of your teams, or enter the id of a team.',
    minLength: 1,
    maxLength: 100,
    pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$',
    'x-ms-dynamic-values': {
      operationId: 'ListTeams',
      'value-collection': 'value',
      'value-path': 'teamId',
      'value-title': 'displayName',
    },
    'x-ms-dynamic-list': {
      operationId: 'ListTeams',
      itemsPath: 'value',
      itemValuePath: 'teamId',
      itemTitlePath: 'displayName',
    },
  },
  channelId: {
    type: 'string',
    'x-ms-summary': 'Channel',
    description: 'The channel to post to. Pick it from the list once the team is chosen, or enter the id of a channel.',
    minLength: 1,
    maxLength: 200,
    pattern: '^[A-Za-z0-9][A-Za-z0-9:@._-]*$',
    'x-ms-dynamic-values': {
      operationId: 'ListChannels',
      parameters: { teamId: { parameter: 'teamId' } },
      'value-collection': 'value',
      'value-path': 'channelId',
      'value-title': 'displayName',
    },
    'x-ms-dynamic-list': {
      operationId: 'ListChannels',
      parameters: { teamId: { parameterReference: 'body/teamId' } },
      itemsPath: 'value',
      itemValuePath: 'channelId',
      itemTitlePath: 'displayName',
    },
  },
} as const satisfies Record<string, StringSchema>;

/** The same for operations that apps call too; an app posts where the webhook leads, so it names no place. */
export const optionalChannelPlaceProperties = {
  teamId: {
    ...channelPlaceProperties.teamId,
    description:
      'The team to post to; a flow must set it. Leave it out only when an app calls without a person: then the Workflows webhook of the back end decides where the card goes.',
  },
  channelId: {
    ...channelPlaceProperties.channelId,
    description:
      'The channel to post to; a flow must set it. Leave it out only when an app calls without a person: then the Workflows webhook of the back end decides where the card goes.',
  },
} as const;

export const exampleChannelPlace = {
  teamId: 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b',
  channelId: '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2',
};
