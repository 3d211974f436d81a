import { createHash } from 'node:crypto';
import type { Caller } from '../runtime/caller.ts';

/** Names what one caller sees of a list; nothing of the caller can be read from it. */
export const viewOf = (list: string, { tenantId, kind, objectId }: Caller): string =>
  createHash('sha256')
    .update(JSON.stringify([list, tenantId, kind, objectId]))
    .digest('base64url');
