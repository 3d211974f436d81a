import { createHash } from 'node:crypto';

import { invalid } from './problem.ts';

/**
 * A text that goes on with a list where a page ended; it belongs to the filters of that list. The digest finds damage
 * and mix-ups. It is no signature, and need not be: the token only chooses among what its bearer may list anyway.
 */
export const pageToken = (continuation: string, filters: object): string =>
  `${Buffer.from(continuation).toString('base64url')}.${digest(continuation, filters)}`;

/** Where the list goes on, or a problem when the token is not one of this list's. */
export function continuationOf(token: string, filters: object): string {
  const [encoded = ''] = token.split('.');
  const continuation = Buffer.from(encoded, 'base64url').toString();
  if (pageToken(continuation, filters) === token) return continuation;
  throw invalid('query.nextToken', 'is not of this list; start again without it, or follow nextLink as it is.');
}

const digest = (continuation: string, filters: object): string =>
  createHash('sha256')
    .update(JSON.stringify([continuation, Object.entries(filters).sort()]))
    .digest('base64url');
