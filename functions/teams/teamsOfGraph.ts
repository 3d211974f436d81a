import type { Channel, ChatMessage, Team } from '@microsoft/microsoft-graph-types';
import { allRecords } from '../integrations/graph/allRecords.ts';
import type { Graph } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import type { ChannelMessage } from './channelMessage.ts';
import { inertText } from './inertText.ts';

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

type Fields<T> = { readonly [K in keyof T]?: unknown };

/** Graph's answers are untrusted: what has no usable id is left out, what has no usable name is shown by its id. */
const isId = (value: unknown): value is string => typeof value === 'string' && /^.{1,200}$/.test(value);
const label = (value: unknown): string => (typeof value === 'string' ? inertText(value, 250) : '');

const toTeam = (team: Fields<Team>): TeamChoice[] => {
  const { id, displayName, description, isArchived } = team;
  if (!isId(id) || isArchived === true) return [];
  const about = label(description);
  return [{ teamId: id, displayName: label(displayName) || id, ...(about && { description: about }) }];
};

const toChannel = (channel: Fields<Channel>): ChannelChoice[] => {
  const { id, displayName, membershipType } = channel;
  if (!isId(id)) return [];
  const kind = label(membershipType);
  return [{ channelId: id, displayName: label(displayName) || id, ...(kind && { membershipType: kind }) }];
};

const toPosted = (message: unknown) => {
  const { id, webUrl } = Object(message) as Fields<ChatMessage>;
  const link = typeof webUrl === 'string' && webUrl.length <= 2_000 ? URL.parse(webUrl) : null;
  return { ...(isId(id) && { messageId: id }), ...(link?.protocol === 'https:' && { webUrl: link.href }) };
};

/** Microsoft Teams on behalf of the person that `graph` acts for; https://learn.microsoft.com/graph/api/resources/teams-api-overview. */
export const teamsOfGraph = (graph: Graph): TeamsOfGraph => ({
  async teams() {
    const readable = graph.needing({ permission: 'Team.ReadBasic.All' });
    const teams = await allRecords(readable.pages(graphPath`/me/joinedTeams`));
    return teams.flatMap(toTeam).sort(byName);
  },
  async channels(teamId) {
    const readable = graph.needing({ permission: 'Channel.ReadBasic.All' });
    const select = ['id', 'displayName', 'membershipType'];
    const channels = await allRecords(readable.pages(graphPath`/teams/${teamId}/channels`, { select }));
    return channels.flatMap(toChannel).sort(byName);
  },
  async post({ teamId, channelId }, message) {
    const writable = graph.needing({ permission: 'ChannelMessage.Send' });
    return toPosted(await writable.post(graphPath`/teams/${teamId}/channels/${channelId}/messages`, message));
  },
});
