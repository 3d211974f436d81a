/** A condition of OData's `$filter`. */
export interface Filter {
  readonly text: string;
  readonly joined?: 'and' | 'or';
}

export type FilterLiteral = string | number | boolean | Date | null;
type Comparison = 'eq' | 'ne' | 'ge' | 'gt' | 'le' | 'lt';

const comparison =
  (operator: Comparison) =>
  (property: string, literal: FilterLiteral): Filter => ({ text: `${property} ${operator} ${written(literal)}` });

export const eq = comparison('eq');
export const ne = comparison('ne');
export const ge = comparison('ge');
export const gt = comparison('gt');
export const le = comparison('le');
export const lt = comparison('lt');

/** A list of literals holds this one. */
export const holds = (property: string, literal: FilterLiteral): Filter => ({
  text: `${property}/any(item:item eq ${written(literal)})`,
});

/** All of the conditions; those left out do not count, and of none there is no filter. */
export const and = (...conditions: readonly (Filter | undefined)[]): Filter | undefined => join('and', conditions);

/** Any of the conditions; those left out do not count, and of none there is no filter. */
export const or = (...conditions: readonly (Filter | undefined)[]): Filter | undefined => join('or', conditions);

function join(operator: 'and' | 'or', conditions: readonly (Filter | undefined)[]): Filter | undefined {
  const given = conditions.filter((condition) => condition !== undefined);
  const [only] = given;
  if (given.length < 2) return only;
  const texts = given.map(({ text, joined }) => (joined && joined !== operator ? `(${text})` : text));
  return { text: texts.join(` ${operator} `), joined: operator };
}

function written(literal: FilterLiteral): string {
  if (typeof literal === 'string') return `'${literal.replaceAll("'", "''")}'`;
  return literal instanceof Date ? literal.toISOString() : String(literal);
}
