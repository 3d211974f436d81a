import type { Channel, ChatMessage, Team } from '@microsoft/microsoft-graph-types';
import type { Graph, Page } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import type { ChannelMessage } from './channelMessage.ts';

export interface TeamChoice {
  readonly teamId: string;
  readonly displayName: string;
  readonly description?: string;
}

export interface ChannelChoice {
  readonly channelId: string;
  readonly displayName: string;
  readonly membershipType?: string;
}

export interface ChannelPlace {
  readonly teamId: string;
  readonly channelId: string;
}

/** Teams as the person sees it on whose behalf it is called. */
export interface TeamsOfGraph {
  /** The teams that the person is a member of and that are not archived, by name. */
  teams(): Promise<TeamChoice[]>;
  /** The channels of a team that the person may see, by name. */
  channels(teamId: string): Promise<ChannelChoice[]>;
  /** Posts a channel message; never twice for one call. */
  post(
    place: ChannelPlace,
    message: ChannelMessage,
  ): Promise<{ readonly messageId?: string; readonly webUrl?: string }>;
}

const byName = (a: { displayName: string }, b: { displayName: string }): number =>
  a.displayName.localeCompare(b.displayName);

const all = async (pages: AsyncIterable<Page>): Promise<unknown[]> => {
  const items: unknown[] = [];
  for await (const { value } of pages) items.push(...value);
  return items;
};

const toTeam = ({ id, displayName, description, isArchived }: Team): TeamChoice[] =>
  !id || isArchived === true
    ? []
    : [{ teamId: id, displayName: displayName || id, ...(description && { description }) }];

const toChannel = ({ id, displayName, membershipType }: Channel): ChannelChoice[] =>
  id ? [{ channelId: id, displayName: displayName || id, ...(membershipType && { membershipType }) }] : [];

/** Microsoft Teams on behalf of the person that `graph` acts for; https://learn.microsoft.com/graph/api/resources/teams-api-overview. */
export const teamsOfGraph = (graph: Graph): TeamsOfGraph => ({
  async teams() {
    const readable = graph.needing({ permission: 'Team.ReadBasic.All' });
    const teams = await all(readable.pages(graphPath`/me/joinedTeams`));
    return teams.flatMap((team) => toTeam(team as Team)).sort(byName);
  },
  async channels(teamId) {
    const readable = graph.needing({ permission: 'Channel.ReadBasic.All' });
    const select = ['id', 'displayName', 'membershipType'];
    const channels = await all(readable.pages(graphPath`/teams/${teamId}/channels`, { select }));
    return channels.flatMap((channel) => toChannel(channel as Channel)).sort(byName);
  },
  async post({ teamId, channelId }, message) {
    const writable = graph.needing({ permission: 'ChannelMessage.Send' });
    const posted = await writable.post(graphPath`/teams/${teamId}/channels/${channelId}/messages`, message);
    const { id, webUrl } = Object(posted) as ChatMessage;
    return { ...(id && { messageId: id }), ...(webUrl && { webUrl }) };
  },
});
