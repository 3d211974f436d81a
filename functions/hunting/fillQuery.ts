import { type FieldFault, Problem } from '../runtime/problem.ts';
import type { ApprovedQuery } from './approvedQueries.ts';
import { type HuntingInput, type HuntingParameter, huntingParameters } from './huntingParameters.ts';
import { kqlLiteral } from './kqlLiteral.ts';

const names = Object.keys(huntingParameters) as HuntingParameter[];

/** The text of an approved query with the values as literals; what it needs must be there, and nothing else may be. */
export function fillQuery(query: ApprovedQuery, input: HuntingInput, since: Date): string {
  const faults = names.flatMap((name) => faultOf(query, name, input[name]));
  if (faults.length > 0) {
    const detail = faults.map(({ field, message }) => `${field}: ${message}`).join('; ');
    throw new Problem('InvalidInput', detail, { faults });
  }
  const values = new Map<string, string | Date>([...Object.entries(input), ['since', since]]);
  return query.kql.join('\n').replace(/\{\{(\w+)\}\}/g, (_place, name: string) => {
    const value = values.get(name);
    if (value === undefined)
      throw new Error(`The query ${query.name} has a place for ${name}, which it does not need.`);
    return kqlLiteral(value);
  });
}

function faultOf({ name: queryName, needs }: ApprovedQuery, field: HuntingParameter, value?: string): FieldFault[] {
  const isNeeded = needs.includes(field);
  if (isNeeded === (value !== undefined)) return [];
  const takes = `the query ${queryName} takes ${needs.join(' and ')}`;
  return [{ field, message: isNeeded ? `is required; ${takes}` : `must be left out; ${takes}` }];
}
