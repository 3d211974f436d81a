import { type Group, groups } from '../contoso/groups.ts';
import { badRequest, GraphError } from './graphError.ts';
import type { GraphCall, GraphRoute } from './graphRoute.ts';
import { answerPage } from './odata/answerPage.ts';

const permissions = [
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

/** `/groups`, with the directory's own rules for queries. */
export function groupRoutes(): GraphRoute[] {
  return [
    {
      method: 'GET',
      path: '/groups',
      permissions: { delegated: permissions, application: permissions },
      answer(call) {
        refuseWithoutIndex(call);
        const isFound = searched(call.query.get('$search'));
        return answerPage(call, {
          context: 'groups',
          records: () => Object.values<Group>(groups).filter(isFound).map(presented),
          present: (group) => group,
          filterable: { displayName: { type: 'string' }, mail: { type: 'string' }, groupTypes: { type: 'strings' } },
          sortable: ['displayName'],
          ownOptions: ['$search'],
          pagedBy: '$skiptoken',
          defaultPageSize: 100,
          largestPageSize: 999,
        });
      },
    },
  ];
}

/**
 * What only the directory's index can do takes the header on every page, and `$count` where it is not a search.
 * https://learn.microsoft.com/graph/aad-advanced-queries
 */
function refuseWithoutIndex({ query, headers }: GraphCall): void {
  const hasHeader = headers.consistencylevel === 'eventual';
  const refuse = (message: string) => new GraphError(400, 'Request_UnsupportedQuery', message);
  if (query.has('$search') && !hasHeader)
    throw refuse(
      "Request with $search query parameter only works with a special request header: 'ConsistencyLevel: eventual'",
    );
  if (query.has('$count') && !hasHeader) throw refuse('$count is not currently supported.');
  if (query.has('$filter') && query.has('$orderby') && !(hasHeader && query.get('$count') === 'true'))
    throw refuse('Sorting not supported for current query.');
}

/** `"displayName:words"`: each word is the beginning of one of the name. */
function searched(text: string | null): (group: Group) => boolean {
  if (text === null) return () => true;
  const [, property, value = ''] = /^"(displayName|description):((?:[^"\\]|\\["\\])*)"$/.exec(text) ?? [];
  if (property !== 'displayName' && property !== 'description') throw badRequest(`Invalid $search '${text}'.`);
  const wanted = wordsOf(value);
  return (group) => {
    const words = wordsOf(group[property]);
    return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
  };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const presented = ({ id, displayName, description, groupTypes, mail, securityEnabled }: Group) => ({
  id,
  deletedDateTime: null,
  createdDateTime: '2024-02-01T08:00:00Z',
  description,
  displayName,
  groupTypes,
  mail: mail ?? null,
  mailEnabled: mail !== undefined,
  mailNickname: mail?.split('@')[0] ?? displayName.replaceAll(' ', ''),
  securityEnabled,
  visibility: 'Private',
});
