import { createHash, randomUUID } from 'node:crypto';
import type { Begun, IdempotencyStore, KeyedCall } from '../runtime/idempotency.ts';
import type { UntypedReply } from '../runtime/operation.ts';
import { dropRows } from './dropRows.ts';
import { asciiJson, joinJson, splitJson } from './longJson.ts';
import { RowConflict } from './rowConflict.ts';
import type { Row, Table, Values } from './table.ts';

const partitionKey = 'call';
// Longer than any call can last: the platform cuts answers at 230 s.
const longestCallMs = 5 * 60_000;

export interface TableIdempotencyStore extends IdempotencyStore {
  /** Forgets calls that began before a time; gives their number. */
  purge(before: Date): Promise<number>;
}

/** Remembers keyed calls in a table, so that all instances know of them. */
export const createIdempotencyStore = (table: Table, now: () => Date): TableIdempotencyStore => {
  const begun = (rowKey: string, running: Values, etag: string): Begun => {
    const end = async (ending: Values): Promise<void> => {
      const values = { ...running, ...ending };
      await table.commit(partitionKey, [{ kind: 'replace', rowKey, values, etag }]);
    };
    return {
      state: 'new',
      finish: async (reply) => {
        try {
          await end({ state: 'done', ...splitJson('reply', asciiJson(reply)) });
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          await end({ state: 'answerNotKept' });
        }
      },
      abandon: async () => {
        await table.commit(partitionKey, [{ kind: 'delete', rowKey, etag }]);
      },
      doubt: () => end({ state: 'unknown' }),
    };
  };

  const known = ({ values, writtenAt }: Row, serverTime: Date, requestHash: string): Begun => {
    if (values.requestHash !== requestHash) return { state: 'conflict' };
    if (values.state === 'done')
      return { state: 'replay', reply: JSON.parse(joinJson('reply', values)) as UntypedReply };
    if (values.state === 'answerNotKept' || values.state === 'unknown') return { state: values.state };
    // Its process died, or could not note how it ended; what it did until then is not known.
    return { state: serverTime.getTime() - writtenAt.getTime() < longestCallMs ? 'running' : 'unknown' };
  };

  const begin = async ({ scope, key, requestHash }: KeyedCall): Promise<Begun> => {
    const rowKey = createHash('sha256')
      .update(JSON.stringify([scope, key]))
      .digest('base64url');
    const running = { state: 'running', requestHash, startedAt: now().toISOString(), callId: randomUUID() };
    try {
      const [etag = ''] = await table.commit(partitionKey, [{ kind: 'insert', rowKey, values: running }]);
      return begun(rowKey, running, etag);
    } catch (error) {
      if (!(error instanceof RowConflict)) throw error;
    }
    const { row, serverTime } = await table.read(partitionKey, rowKey);
    // The other call may have been forgotten in between.
    if (!row) return await begin({ scope, key, requestHash });
    // A retried insert may meet its own first attempt.
    if (row.values.callId === running.callId) return begun(rowKey, running, row.etag);
    return known(row, serverTime, requestHash);
  };

  return {
    begin,
    purge: (before) => dropRows(table, partitionKey, `startedAt lt '${before.toISOString()}'`),
  };
};
