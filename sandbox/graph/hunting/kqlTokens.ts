import { badRequest } from '../graphError.ts';

export type KqlToken =
  | { kind: 'string'; text: string }
  | { kind: 'number'; value: number }
  | { kind: 'datetime'; ms: number }
  /** A table, a column, an operator in letters, or a keyword. */
  | { kind: 'word'; text: string }
  | { kind: 'sign'; text: string };

const pattern =
  /\s*(?:(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|datetime\((?<datetime>[^)]*)\)|(?<number>\d+)|(?<word>[A-Za-z_]\w*~?)|(?<sign>==|!=|=~|!~|>=|<=|[|(),.=<>]))/y;

/** Cuts a query of Kusto Query Language into tokens; what belongs to no token is a syntax error. */
export function kqlTokens(query: string): KqlToken[] {
  const tokens: KqlToken[] = [];
  const end = query.trimEnd().length;
  const next = new RegExp(pattern);
  while (next.lastIndex < end) {
    const at = next.lastIndex;
    const groups = next.exec(query)?.groups;
    if (!groups) throw badRequest(`Syntax error: query could not be parsed at '${query.slice(at, at + 20).trim()}'.`);
    tokens.push(tokenOf(groups));
  }
  return tokens;
}

function tokenOf({ string, datetime, number, word, sign }: Record<string, string | undefined>): KqlToken {
  if (string !== undefined) return { kind: 'string', text: unescaped(string.slice(1, -1)) };
  if (number !== undefined) return { kind: 'number', value: Number(number) };
  if (word !== undefined) return { kind: 'word', text: word };
  if (datetime === undefined) return { kind: 'sign', text: sign ?? '' };
  const ms = Date.parse(datetime);
  if (Number.isNaN(ms)) throw badRequest(`Syntax error: '${datetime}' is not a datetime.`);
  return { kind: 'datetime', ms };
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_escape, code: string | undefined, character: string) =>
    code === undefined ? (controls[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
