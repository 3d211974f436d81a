import file from './approvedQueries.json' with { type: 'json' };
import { type HuntingParameter, huntingParameters } from './huntingParameters.ts';

/** A query that somebody has read and allowed, with places for the values that it needs. */
export interface ApprovedQuery {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly needs: readonly HuntingParameter[];
  /** Its lines; `{{user}}` and the like stand for literals, `{{since}}` for where it begins. */
  readonly kql: readonly string[];
}

export interface ApprovedQueries {
  /** Rises with every change of the file, and stands in every answer. */
  readonly version: number;
  readonly queries: readonly ApprovedQuery[];
}

/** The queries of approvedQueries.json; a faulty file keeps the app from starting. */
export const approvedQueries: ApprovedQueries = {
  version: file.version,
  queries: file.queries.map(({ needs, ...query }) => ({ ...query, needs: needs.map(parameter) })),
};

function parameter(name: string): HuntingParameter {
  const known = Object.keys(huntingParameters) as HuntingParameter[];
  const found = known.find((candidate) => candidate === name);
  if (found === undefined)
    throw new Error(`approvedQueries.json: "${name}" is no parameter; there are ${known.join(', ')}.`);
  return found;
}
