/** A measured number, and the goal that it is held against. */
export interface Figure {
  readonly name: string;
  readonly measured: number;
  /** Left out: told for what it is worth. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
  readonly unit?: string;
}

export const isMet = ({ measured, goal }: Figure): boolean =>
  goal === undefined || ('atMost' in goal ? measured <= goal.atMost : measured >= goal.atLeast);

/** What stands above the lines of a table. */
export const heading = `  ${'figure'.padEnd(72)} ${'measured'.padStart(9)}      ${'goal'.padEnd(8)}`;

const rounded = (number: number): string => String(Math.round(number * 100) / 100);

/** A line of the table: figure, measured, goal, and whether it was met. */
export const lineOf = (figure: Figure): string => {
  const { name, measured, goal, unit = '' } = figure;
  const wanted = goal === undefined ? '' : 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  const verdict = goal === undefined ? '' : isMet(figure) ? 'met' : 'MISSED';
  return `  ${name.padEnd(72)} ${rounded(measured).padStart(9)} ${unit.padEnd(4)} ${wanted.padEnd(8)} ${verdict}`.trimEnd();
};
