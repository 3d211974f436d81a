import { randomUUID } from 'node:crypto';
import type { Source } from '../events/event.ts';
import { deleteUnchanged } from '../storage/deleteUnchanged.ts';
import { checkedBytes, limits } from '../storage/limits.ts';
import { asciiJson, joinJson, splitJson } from '../storage/longJson.ts';
import { RowConflict } from '../storage/rowConflict.ts';
import type { Change, Row, Table } from '../storage/table.ts';
import type { DigestRange } from './digest.ts';
import type { StoredPosition } from './position.ts';
import type { StormWindow } from './stormGuard.ts';

/** How far a subscription has come, and how its endpoint is doing. */
export interface CursorState {
  readonly positions: Readonly<Partial<Record<Source, StoredPosition>>>;
  /** Rounds of trouble since the endpoint last took something. */
  readonly failures: number;
  /** Nothing is sent before this time. */
  readonly retryAtMs?: number;
  readonly troubleSinceMs?: number;
  /** When a hint for the next waiting event is due. */
  readonly wakeAtMs?: number;
  /** Since when the endpoint has answered nothing but 404. */
  readonly notFoundSinceMs?: number;
  readonly delivered: number;
  readonly lastDeliveredAt?: string;
  readonly lastTrouble?: { readonly at: string; readonly status?: number; readonly reason: string };
  /** How many events were sent one by one in the current minute. */
  readonly storm?: StormWindow;
  /** A digest that was decided on: what it stands for does not change any more, however often it is tried. */
  readonly digest?: DigestRange & {
    readonly attempts: number;
    readonly strikes: number;
    readonly notBeforeMs: number;
  };
}

export interface Cursor {
  readonly subscriptionId: string;
  readonly state: CursorState;
  readonly etag: string;
  /** Since its last write. */
  readonly ageMs: number;
  /** How long the lease on it lasts, unless its holder renews it; 0 when nobody holds it. */
  readonly heldForMs: number;
}

/** The right to deliver for one subscription. Every write throws `RowConflict` once somebody else has written. */
export interface Lease {
  /** Saves and renews; one at a time. */
  save(state: CursorState): Promise<void>;
  release(state: CursorState): Promise<void>;
}

export interface CursorStore {
  read(subscriptionId: string): Promise<Cursor | undefined>;
  list(): AsyncIterable<readonly Cursor[]>;
  create(subscriptionId: string, state: CursorState): Promise<void>;
  /** Takes the lease on condition that the cursor is as it was read. */
  acquire(cursor: Cursor): Promise<Lease>;
  /** Writes what `change` makes of the newest state, and takes the lease from whoever holds it; false where there is none. */
  update(subscriptionId: string, change: (state: CursorState) => CursorState): Promise<boolean>;
  /** Deletes a cursor that is as it was read; gives whether it did. */
  delete(cursor: Pick<Cursor, 'subscriptionId' | 'etag'>): Promise<boolean>;
}

const partitionKey = 'cursor';
const mostConflicts = 50;
// A transaction costs much the same whether it saves one cursor or fifty, so each waits a moment for others, and no
// longer: a lane that waits for its save sends nothing.
const gatherMs = 1;

interface PendingSave {
  readonly change: Change & { readonly kind: 'replace' };
  readonly bytes: number;
  readonly saveId: string;
  readonly resolve: (etag: string) => void;
  readonly reject: (error: unknown) => void;
}

/** The first saves, as many as one commit takes; a cursor with many waiting events is large. */
const fitting = (saves: readonly PendingSave[]): readonly PendingSave[] => {
  let bytes = 0;
  const end = saves.slice(0, limits.changesPerCommit).findIndex((save, index) => {
    bytes += save.bytes;
    return bytes > limits.batchBytes && index > 0;
  });
  return saves.slice(0, end === -1 ? limits.changesPerCommit : end);
};

/**
 * Keeps the cursors of all subscriptions. A lease is the age of the row: who holds it writes often enough, and the age
 * is told by the storage service's clock alone, so that hosts with wrong clocks take nothing away from one another.
 */
export const createCursorStore = (table: Table, { leaseMs }: { readonly leaseMs: number }): CursorStore => {
  let waiting: PendingSave[] = [];

  const fromRow = ({ rowKey, etag, writtenAt, values }: Row, serverTime: Date): Cursor => {
    const ageMs = serverTime.getTime() - writtenAt.getTime();
    return {
      subscriptionId: rowKey,
      state: JSON.parse(joinJson('state', values)),
      etag,
      ageMs,
      heldForMs: values.lease === 'held' ? Math.max(0, leaseMs - ageMs) : 0,
    };
  };

  const saveOne = async ({ change, saveId, resolve, reject }: PendingSave): Promise<void> => {
    try {
      const [etag = ''] = await table.commit(partitionKey, [change]);
      resolve(etag);
    } catch (error) {
      if (!(error instanceof RowConflict)) return reject(error);
      // A retried request may meet its own first attempt.
      const { row } = await table.read(partitionKey, change.rowKey);
      if (row?.values.saveId === saveId) resolve(row.etag);
      else reject(error);
    }
  };

  const saveTogether = async (saves: readonly PendingSave[]): Promise<void> => {
    const [only] = saves;
    if (only && saves.length === 1) return saveOne(only).catch(only.reject);
    try {
      const changes = saves.map(({ change }) => change);
      const etags = await table.commit(partitionKey, changes);
      for (const [index, { resolve }] of saves.entries()) resolve(etags[index] ?? '');
    } catch (error) {
      if (error instanceof RowConflict) await Promise.all(saves.map((save) => saveOne(save).catch(save.reject)));
      else for (const { reject } of saves) reject(error);
    }
  };

  const flush = (): void => {
    // A transaction cannot hold the same row twice; of two writers one is late anyway.
    const byRow = new Map(waiting.map((save) => [save.change.rowKey, save]));
    const saves = fitting([...byRow.values()]);
    waiting = waiting.filter((save) => !saves.includes(save));
    if (waiting.length) setTimeout(flush, gatherMs);
    void saveTogether(saves);
  };

  const save = (subscriptionId: string, state: CursorState, etag: string, lease: 'held' | 'free'): Promise<string> =>
    new Promise((resolve, reject) => {
      const saveId = randomUUID();
      const values = { lease, saveId, ...splitJson('state', asciiJson(state)) };
      const change = { kind: 'replace', rowKey: subscriptionId, values, etag } as const;
      waiting.push({ change, bytes: checkedBytes(change), saveId, resolve, reject });
      if (waiting.length === 1) setTimeout(flush, gatherMs);
    });

  const read = async (subscriptionId: string): Promise<Cursor | undefined> => {
    const { row, serverTime } = await table.read(partitionKey, subscriptionId);
    return row && fromRow(row, serverTime);
  };

  return {
    read,
    async *list() {
      const { serverTime } = await table.read(partitionKey, '-');
      for await (const rows of table.list({ partitionKey })) yield rows.map((row) => fromRow(row, serverTime));
    },
    async create(subscriptionId, state) {
      await table.commit(partitionKey, [
        { kind: 'insert', rowKey: subscriptionId, values: { lease: 'free', ...splitJson('state', asciiJson(state)) } },
      ]);
    },
    async acquire({ subscriptionId, state, etag: readEtag }) {
      let etag = await save(subscriptionId, state, readEtag, 'held');
      return {
        async save(newState) {
          etag = await save(subscriptionId, newState, etag, 'held');
        },
        async release(newState) {
          etag = await save(subscriptionId, newState, etag, 'free');
        },
      };
    },
    async update(subscriptionId, change) {
      for (let attempt = 1; ; attempt++) {
        const current = await read(subscriptionId);
        if (!current) return false;
        try {
          await save(subscriptionId, change(current.state), current.etag, 'free');
          return true;
        } catch (error) {
          if (!(error instanceof RowConflict) || attempt === mostConflicts) throw error;
        }
      }
    },
    delete: ({ subscriptionId, etag }) => deleteUnchanged(table, partitionKey, { rowKey: subscriptionId, etag }),
  };
};
