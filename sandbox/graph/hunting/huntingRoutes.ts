import { type Fields, fieldsOf, stringOf } from '../bodyFields.ts';
import { badRequest } from '../graphError.ts';
import type { GraphRoute } from '../graphRoute.ts';
import { type HuntingSources, huntingTables } from './huntingTables.ts';
import { runKql } from './runKql.ts';

const permissions = ['ThreatHunting.Read.All'];
const mostRows = 100_000;

/** `/security/runHuntingQuery`, over the tables of the simulated tenant. */
export function huntingRoutes(sources: HuntingSources): GraphRoute[] {
  const tables = huntingTables(sources);
  return [
    {
      method: 'POST',
      path: '/security/runHuntingQuery',
      permissions: { delegated: permissions, application: permissions },
      answer(call) {
        const { columns, rows } = runKql(queryOf(fieldsOf(call.body)), tables);
        return {
          status: 200,
          body: {
            '@odata.context': `${call.origin}/v1.0/$metadata#microsoft.graph.security.huntingQueryResults`,
            schema: Object.entries(columns).map(([name, type]) => ({ name, type })),
            results: rows.slice(0, mostRows),
          },
        };
      },
    },
  ];
}

/** The metadata writes the parameters in small letters, the documentation with capitals; both are taken. */
function queryOf(body: Fields): string {
  const given = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const unknown = Object.keys(body).find((name) => !['query', 'timespan'].includes(name.toLowerCase()));
  if (unknown !== undefined) throw badRequest(`The parameter '${unknown}' does not exist on 'runHuntingQuery'.`);
  return stringOf('Query', given.get('query'));
}
