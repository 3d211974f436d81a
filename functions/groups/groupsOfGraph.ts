import { holds } from '../integrations/graph/filter.ts';
import { firstPages } from '../integrations/graph/firstPages.ts';
import type { GraphClients } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import type { Caller } from '../runtime/caller.ts';
import { type GroupChoice, toGroupChoice } from './groupChoice.ts';

/** The Microsoft 365 groups of the tenant as a person sees them. */
export interface GroupsOfGraph {
  /** The first 2,000 by name, or of those whose names hold the words. */
  groups(words?: string): Promise<GroupChoice[]>;
}

export type GroupsFor = (caller: Caller) => GroupsOfGraph;

// A list that somebody picks from; whoever has more groups searches them.
const pageSize = 500;
const mostPages = 4;

/** https://learn.microsoft.com/graph/api/group-list */
export const groupsFor =
  (clients: GraphClients): GroupsFor =>
  (caller) => ({
    async groups(words) {
      const readable = clients.onBehalfOf(caller).needing({ permission: 'GroupMember.Read.All' });
      const pages = readable.pages(graphPath`/groups`, {
        filter: holds('groupTypes', 'Unified'),
        select: ['id', 'displayName', 'mail'],
        orderBy: 'displayName',
        top: pageSize,
        indexed: words === undefined ? {} : { search: inName(words) },
      });
      const found: GroupChoice[] = [];
      for await (const { value } of firstPages(pages, mostPages)) found.push(...value.flatMap(toGroupChoice));
      return found.sort((one, other) => one.title.localeCompare(other.title));
    },
  });

const inName = (words: string): string => `"displayName:${words.replaceAll(/["\\]/g, '\\$&')}"`;
