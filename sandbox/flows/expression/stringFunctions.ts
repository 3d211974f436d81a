import { randomUUID } from 'node:crypto';
import { formatNumber } from './formatNumber.ts';
import type { FunctionArguments } from './functionArguments.ts';
import { textOf } from './json.ts';
import type { TemplateFunction } from './templateFunction.ts';

/** Searches ignore case, as the platform's do, except in `replace` and `split`. */
export const stringFunctions: readonly TemplateFunction[] = [
  { name: 'concat', takes: [1, Infinity], call: (values) => values.values.map(textOf).join('') },
  { name: 'substring', takes: [2, 3], call: substring },
  { name: 'slice', takes: [2, 3], call: slice },
  {
    name: 'replace',
    takes: [3, 3],
    call: (values) => {
      if (values.text(1) === '') values.refuse('The value to replace must not be an empty string.');
      return values.text(0).split(values.text(1)).join(values.text(2));
    },
  },
  { name: 'split', takes: [2, 2], call: (values) => values.text(0).split(values.text(1)) },
  { name: 'toLower', takes: [1, 1], call: (values) => values.text(0).toLowerCase() },
  { name: 'toUpper', takes: [1, 1], call: (values) => values.text(0).toUpperCase() },
  { name: 'trim', takes: [1, 1], call: (values) => values.text(0).trim() },
  { name: 'indexOf', takes: [2, 2], call: (values) => folded(values, 0).indexOf(folded(values, 1)) },
  { name: 'lastIndexOf', takes: [2, 2], call: (values) => folded(values, 0).lastIndexOf(folded(values, 1)) },
  { name: 'nthIndexOf', takes: [3, 3], call: nthIndexOf },
  { name: 'startsWith', takes: [2, 2], call: (values) => folded(values, 0).startsWith(folded(values, 1)) },
  { name: 'endsWith', takes: [2, 2], call: (values) => folded(values, 0).endsWith(folded(values, 1)) },
  {
    name: 'formatNumber',
    takes: [2, 3],
    call: (values) => {
      const locale = values.has(2) ? values.text(2) : 'en-US';
      const formatted = formatNumber(values.number(0), values.text(1), locale);
      return formatted ?? values.refuse(`The format '${values.text(1)}' or the locale '${locale}' is not supported.`);
    },
  },
  { name: 'guid', takes: [0, 1], call: guid },
];

function folded(values: FunctionArguments, index: number): string {
  return values.text(index).toLowerCase();
}

function substring(values: FunctionArguments): string {
  const text = values.text(0);
  const start = values.integer(1);
  const length = values.has(2) ? values.integer(2) : text.length - start;
  if (start < 0 || length < 0 || start + length > text.length) {
    values.refuse(
      `The start index '${start}' must be an integer between '0' and '${text.length}', and the length '${length}' must not reach past the end.`,
    );
  }
  return text.slice(start, start + length);
}

function slice(values: FunctionArguments): string {
  const text = values.text(0);
  const end = values.has(2) ? values.integer(2) : undefined;
  return text.slice(values.integer(1), end);
}

function nthIndexOf(values: FunctionArguments): number {
  const text = folded(values, 0);
  const sought = folded(values, 1);
  const occurrence = values.integer(2);
  if (occurrence === 0 || sought === '') return -1;
  const positions: number[] = [];
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) positions.push(at);
  return positions.at(occurrence > 0 ? occurrence - 1 : occurrence) ?? -1;
}

function guid(values: FunctionArguments): string {
  const hyphened = randomUUID();
  const bare = hyphened.replaceAll('-', '');
  switch (values.has(0) ? values.text(0).toUpperCase() : 'D') {
    case 'D':
      return hyphened;
    case 'N':
      return bare;
    case 'B':
      return `{${hyphened}}`;
    case 'P':
      return `(${hyphened})`;
    default:
      return values.refuse('The format must be one of N, D, B and P.');
  }
}
