import { badRequest } from '../graphError.ts';

export type FilterToken =
  | { kind: 'punctuation'; text: '(' | ')' | ','; position: number }
  | { kind: 'string'; text: string; position: number }
  /** `microsoft.graph.security.alertStatus'new'` */
  | { kind: 'enum'; text: string; position: number }
  /** A property, an operator, a number, a date-time or `null`. */
  | { kind: 'word'; text: string; position: number };

const tokenPattern =
  /\s*(?:(?<punctuation>[(),])|(?<enumType>[A-Za-z_][\w.]*)'(?<member>(?:[^']|'')*)'|'(?<string>(?:[^']|'')*)'|(?<word>[^\s(),']+))/y;

/** Cuts the text of a `$filter` into tokens; quotes inside a string are written twice. */
export function filterTokens(text: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  const end = text.trimEnd().length;
  const pattern = new RegExp(tokenPattern);
  while (pattern.lastIndex < end) {
    const position = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups)
      throw badRequest(`Invalid filter clause: there is an unterminated string literal at position ${position}.`);
    tokens.push(tokenOf(groups, position));
  }
  return tokens;
}

function tokenOf(groups: Record<string, string | undefined>, position: number): FilterToken {
  const { punctuation, member, string, word } = groups;
  if (punctuation === '(' || punctuation === ')' || punctuation === ',') {
    return { kind: 'punctuation', text: punctuation, position };
  }
  if (member !== undefined) return { kind: 'enum', text: member.replaceAll("''", "'"), position };
  if (string !== undefined) return { kind: 'string', text: string.replaceAll("''", "'"), position };
  return { kind: 'word', text: word ?? '', position };
}
