import type { Caller } from '../../functions/runtime/caller.ts';
import { teamsOfGraph } from '../../functions/teams/teamsOfGraph.ts';
import { startTeams } from '../../sandbox/teams/startTeams.ts';
import { forPeopleOnly, startGraphTenant } from '../graphTenant.ts';

const delegated = ['ChannelMessage.Send', 'Channel.ReadBasic.All', 'Team.ReadBasic.All'];

/** Graph and Teams of the simulated tenant, and the real Graph client that reaches them for a caller. */
export async function startTenant({ permissions = delegated } = {}) {
  const { graph, messages, clients: all } = await startGraphTenant(permissions);
  const teams = await startTeams({ messages });
  const clients = forPeopleOnly(all);
  return {
    graph,
    teams,
    messages,
    teamsFor: (caller: Caller) => teamsOfGraph(clients.onBehalfOf(caller)),
    async close() {
      await Promise.all([graph.close(), teams.close()]);
    },
  };
}
