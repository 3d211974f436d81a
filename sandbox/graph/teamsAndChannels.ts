import { type Channel, type Team, teams } from '../contoso/teams.ts';
import { tenant } from '../contoso/tenant.ts';
import { GraphError, notFound } from './graphError.ts';
import type { GraphCall, GraphRoute } from './graphRoute.ts';
import { signedInUser } from './users.ts';

const teamPermissions = [
  'Team.ReadBasic.All',
  'TeamSettings.Read.All',
  'TeamSettings.ReadWrite.All',
  'User.Read.All',
  'User.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const channelPermissions = [
  'Channel.ReadBasic.All',
  'ChannelSettings.Read.All',
  'ChannelSettings.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

/** `/me/joinedTeams` and `/teams/{id}/channels`. */
export function teamRoutes(): GraphRoute[] {
  return [
    {
      method: 'GET',
      path: '/me/joinedTeams',
      permissions: { delegated: teamPermissions, application: [] },
      answer(call) {
        const { id } = signedInUser(call);
        const joined = allTeams().filter((team) => team.memberIds.includes(id));
        return listing(call, 'teams', joined.map(presentedTeam));
      },
    },
    {
      method: 'GET',
      path: '/teams/{teamId}/channels',
      permissions: { delegated: channelPermissions, application: channelPermissions },
      answer(call) {
        const team = teamOf(call);
        const context = `teams('${encodeURIComponent(team.id)}')/channels`;
        return listing(call, context, Object.values(team.channels).map(presentedChannel));
      },
    },
  ];
}

/** The team of the path; a person who does not belong to it is refused. */
export function teamOf(call: GraphCall): Team {
  const id = call.param('teamId');
  const team = allTeams().find((candidate) => candidate.id === id);
  if (!team) throw notFound(`No team found with Group Id ${id}; it`);
  if (call.caller.kind === 'delegated' && !team.memberIds.includes(signedInUser(call).id)) {
    throw new GraphError(403, 'Forbidden', `The caller is not a member of the team ${id}.`);
  }
  return team;
}

export function channelOf(call: GraphCall, team: Team): Channel {
  const id = call.param('channelId');
  const channel = Object.values(team.channels).find((candidate) => candidate.id === id);
  if (!channel) throw notFound(`Channel '${id}' of team '${team.id}'`);
  return channel;
}

function allTeams(): readonly Team[] {
  return Object.values(teams);
}

function listing(call: GraphCall, context: string, value: readonly unknown[]) {
  const body = {
    '@odata.context': `${call.origin}/v1.0/$metadata#${context}`,
    '@odata.count': value.length,
    value,
  };
  return { status: 200, body };
}

function presentedTeam({ id, displayName, description }: Team): Readonly<Record<string, unknown>> {
  return { id, displayName, description, isArchived: false, tenantId: tenant.id, visibility: 'private', webUrl: null };
}

function presentedChannel({ id, displayName, membershipType }: Channel): Readonly<Record<string, unknown>> {
  return {
    id,
    displayName,
    description: null,
    email: null,
    isArchived: false,
    isFavoriteByDefault: null,
    membershipType,
    tenantId: tenant.id,
    webUrl: `https://teams.microsoft.com/l/channel/${encodeURIComponent(id)}`,
  };
}
