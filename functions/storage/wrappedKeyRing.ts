import { randomBytes } from 'node:crypto';
import { deleteRows } from './deleteRows.ts';
import { type Key, type KeyRing, keyOf } from './keyRing.ts';
import type { Row, Table } from './table.ts';

/** What wraps data keys: a key in a vault. */
export interface Wrapping {
  current(): Promise<string>;
  wrap(bytes: Buffer): Promise<{ readonly wrapped: Buffer; readonly by: string }>;
  unwrap(wrapped: Buffer, by: string): Promise<Buffer>;
}

/** Data keys that stand in a table, wrapped; they are unwrapped once for each process. */
export interface WrappedKeyRing extends KeyRing {
  /** Makes a new data key when the wrapping key has a newer version than the newest data key was wrapped with. */
  renew(): Promise<void>;
  /** Drops the data keys that sealed nothing any more, all but the newest two; gives their number. */
  retire(inUse: ReadonlySet<string>): Promise<number>;
}

interface WrappedKeyRingOptions {
  readonly table: Table;
  readonly wrapping: Wrapping;
  readonly now: () => Date;
}

interface Known extends Key {
  readonly by: string;
}

const partitionKey = 'dataKey';
// Another process may have made a key; what it sealed is found at once, and its key is ours after this time at most.
const trustedForMs = 5 * 60_000;
// A key that is nowhere must not become a read of the table for each text that it sealed.
const lookAgainMs = 10_000;

/**
 * Keeps data keys wrapped by a key that never leaves its vault. The vault is asked when a process starts and when keys
 * are rotated, not for each secret; while it is away, what was unwrapped before goes on working.
 */
export const wrappedKeyRing = ({ table, wrapping, now }: WrappedKeyRingOptions): WrappedKeyRing => {
  const unwrapped = new Map<string, Known>();
  let ring: readonly Known[] = [];
  let readAtMs = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;

  const make = async (): Promise<void> => {
    const key = keyOf(randomBytes(32));
    const { wrapped, by } = await wrapping.wrap(key.bytes);
    const values = { wrapped: wrapped.toString('base64'), wrappedBy: by, madeAt: now().toISOString() };
    await table.commit(partitionKey, [{ kind: 'put', rowKey: key.id, values }]);
  };

  const open = async ({ rowKey, values }: Row): Promise<Known> => {
    const found = unwrapped.get(rowKey);
    if (found) return found;
    const by = String(values.wrappedBy);
    const key = keyOf(await wrapping.unwrap(Buffer.from(String(values.wrapped), 'base64'), by));
    if (key.id !== rowKey) throw new Error(`The data key ${rowKey} was changed in storage.`);
    const known = { ...key, by };
    unwrapped.set(rowKey, known);
    return known;
  };

  const rows = async (): Promise<readonly Row[]> => {
    const found: Row[] = [];
    for await (const page of table.list({ partitionKey })) found.push(...page);
    const madeAt = ({ values }: Row): string => String(values.madeAt);
    return found.sort((one, other) => (madeAt(one) < madeAt(other) ? 1 : madeAt(one) > madeAt(other) ? -1 : 0));
  };

  const load = async (): Promise<void> => {
    let stored = await rows();
    if (!stored.length) {
      await make();
      stored = await rows();
    }
    const opened = await Promise.allSettled(stored.map(open));
    const keys = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    // A version of the wrapping key that is gone takes only what it wrapped along.
    const [fault] = opened.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    if (!keys.length) throw fault;
    ring = keys;
    readAtMs = performance.now();
  };

  const refresh = (): Promise<void> => {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  };

  const keys = async (): Promise<readonly Known[]> => {
    if (performance.now() - readAtMs < trustedForMs) return ring;
    await refresh().catch((error: unknown) => {
      if (!ring.length) throw error;
    });
    return ring;
  };

  return {
    keys,
    async find(id) {
      const found = (await keys()).find((key) => key.id === id);
      if (found || performance.now() - readAtMs < lookAgainMs) return found;
      await refresh();
      return ring.find((key) => key.id === id);
    },
    async renew() {
      await refresh();
      const [newest] = ring;
      if (newest?.by !== (await wrapping.current())) await make();
      await refresh();
    },
    async retire(inUse) {
      await refresh();
      const unused = ring.slice(2).filter(({ id }) => !inUse.has(id));
      await deleteRows(
        table,
        partitionKey,
        unused.map(({ id }) => id),
      );
      for (const { id } of unused) unwrapped.delete(id);
      if (unused.length) await refresh();
      return unused.length;
    },
  };
};
