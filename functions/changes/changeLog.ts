import { createHash, randomUUID } from 'node:crypto';
import { invalid } from '../runtime/problem.ts';
import { deleteRows } from '../storage/deleteRows.ts';
import { dropRows } from '../storage/dropRows.ts';
import { asciiJson, joinJson } from '../storage/longJson.ts';
import { RowConflict } from '../storage/rowConflict.ts';
import type { Table } from '../storage/table.ts';
import { changeKey, type Finding, type Head, noteFindings, readHead, sequenceOf } from './noteFindings.ts';

/** What is known of a record from before: what was remembered of it, or the time that it is looked back to. */
export type Before<S> = { readonly state: S } | { readonly since: Date };

/** A list that can only be read whole and for somebody, and what tells that a record of it has changed. */
export interface Watch<R, S, C> {
  /** Whose view of which list: each has a log of its own. */
  readonly view: string;
  /** A list that was read less than this ago is not read again. */
  readonly rereadAfterMs: number;
  readonly read: () => Promise<readonly R[]>;
  readonly idOf: (record: R) => string;
  /** What to remember of a record, in few words, and what happened to it; no change when nothing did. */
  readonly look: (record: R, before: Before<S>, now: Date) => { readonly state: S; readonly change?: C };
}

export interface LoggedChange<C> {
  /** Rises from change to change. */
  readonly cursor: string;
  readonly recordedAt: string;
  readonly change: C;
}

export interface Polled<R, C> {
  /** Oldest first; no more than fit the question. */
  readonly changes: readonly LoggedChange<C>[];
  /** Where to go on. */
  readonly cursor: string;
  /** The list as it was read for this poll; absent when it had been read shortly before. */
  readonly records?: readonly R[];
}

export interface PollOptions<C> {
  /** Where an earlier poll ended; without it, the changes of the last 24 hours. */
  readonly cursor?: string;
  readonly most: number;
  readonly fits: (change: C) => boolean;
}

/** The changes of lists that tell of none themselves: each poll compares, and notes what it finds for all who ask. */
export interface ChangeLog {
  poll<R, S, C>(watch: Watch<R, S, C>, options: PollOptions<C>): Promise<Polled<R, C>>;
  /** Drops changes from before a time, and views that nobody has polled since; gives the number of rows dropped. */
  purge(before: Date): Promise<number>;
}

const viewsPartition = 'views';
const lookBackMs = 24 * 3_600_000;

const recordKey = (id: string): string => `r${createHash('sha256').update(id).digest('base64url')}`;

/** Keeps a log for each view: a head row that fences its writers, a row for each record, a row for each change. */
export const createChangeLog = (table: Table, now: () => Date): ChangeLog => {
  const lookBack = (): Date => new Date(now().getTime() - lookBackMs);

  const firstHead = async (view: string): Promise<Head> => {
    // Listed before it holds anything, so that the purge finds whatever is there.
    await table.commit(viewsPartition, [{ kind: 'put', rowKey: view, values: { listedAt: now().toISOString() } }]);
    return { generation: randomUUID().slice(0, 8), nextSequence: 1, since: lookBack().toISOString() };
  };

  const remembered = async (view: string): Promise<ReadonlyMap<string, string>> => {
    const states = new Map<string, string>();
    for await (const rows of table.list({ partitionKey: view, from: 'r', before: 's' }))
      for (const { rowKey, values } of rows) states.set(rowKey, joinJson('state', values));
    return states;
  };

  const compare = async <R, S, C>(watch: Watch<R, S, C>, records: readonly R[], head: Head): Promise<Finding[]> => {
    const states = await remembered(watch.view);
    const since = new Date(head.since ?? 0);
    // A list that shifts while it is paged may give a record twice.
    const distinct = new Map(records.map((record) => [watch.idOf(record), record]));
    return [...distinct].flatMap(([id, record]) => {
      const rowKey = recordKey(id);
      const known = states.get(rowKey);
      const { state, change } = watch.look(
        record,
        known === undefined ? { since } : { state: JSON.parse(known) },
        now(),
      );
      const stateJson = asciiJson(state);
      const finding: Finding = {
        rowKey,
        ...(stateJson !== known && { state: stateJson }),
        ...(change !== undefined && { change: asciiJson(change) }),
      };
      return finding.state === undefined && finding.change === undefined ? [] : [finding];
    });
  };

  const update = async <R, S, C>(watch: Watch<R, S, C>): Promise<readonly R[] | undefined> => {
    const { view, rereadAfterMs } = watch;
    const known = await readHead(table, view);
    if (now().getTime() - Date.parse(known?.readAt ?? '') < rereadAfterMs) return undefined;
    const head = known ?? (await firstHead(view));
    const records = await watch.read();
    try {
      await noteFindings({ table, view, now }, head, await compare(watch, records, head));
    } catch (error) {
      // Another poll has compared in the meantime. What it may have left out is found the next time.
      if (!(error instanceof RowConflict)) throw error;
    }
    return records;
  };

  const changesAfter = async function* (view: string, sequence: number) {
    for await (const rows of table.list({ partitionKey: view, from: changeKey(sequence + 1), before: 'd' })) {
      for (const { rowKey, values } of rows) {
        const json = joinJson('change', values);
        yield { sequence: sequenceOf(rowKey), recordedAt: String(values.recordedAt), json };
      }
    }
  };

  return {
    async poll<R, S, C>(watch: Watch<R, S, C>, { cursor, most, fits }: PollOptions<C>) {
      const asked = cursor === undefined ? undefined : placeOf(cursor);
      const records = await update(watch);
      const { generation = '', nextSequence = 1 } = (await readHead(table, watch.view)) ?? {};
      const last = nextSequence - 1;
      const isOurs = asked !== undefined && asked.generation === generation && asked.sequence <= last;
      const earliest = lookBack().toISOString();
      const changes: LoggedChange<C>[] = [];
      let reached = isOurs ? asked.sequence : 0;
      for await (const { sequence, recordedAt, json } of changesAfter(watch.view, reached)) {
        if (sequence > last || changes.length === most) break;
        reached = sequence;
        const change: C = JSON.parse(json);
        if ((isOurs || recordedAt >= earliest) && fits(change))
          changes.push({ cursor: cursorText(generation, sequence), recordedAt, change });
      }
      return { changes, cursor: cursorText(generation, reached), ...(records && { records }) };
    },

    async purge(before) {
      let dropped = 0;
      const views: { readonly view: string; readonly listedAt: string }[] = [];
      for await (const rows of table.list({ partitionKey: viewsPartition }))
        views.push(...rows.map(({ rowKey, values }) => ({ view: rowKey, listedAt: String(values.listedAt) })));
      for (const { view, listedAt } of views) {
        const { readAt = listedAt } = (await readHead(table, view)) ?? {};
        if (new Date(readAt) >= before) {
          dropped += await dropRows(table, view, `recordedAt lt '${before.toISOString()}'`);
        } else {
          dropped += await dropRows(table, view, "RowKey ne ''");
          await deleteRows(table, viewsPartition, [view]);
        }
      }
      return dropped;
    },
  };
};

const cursorText = (generation: string, sequence: number): string => `${generation}.${sequence}`;

function placeOf(cursor: string): { readonly generation: string; readonly sequence: number } {
  const [, generation = '', sequence] = /^([\da-f]{8}|)\.(\d{1,15})$/.exec(cursor) ?? [];
  if (sequence === undefined) throw invalid('query.cursor', 'is not one that this trigger gave out; leave it out.');
  return { generation, sequence: Number(sequence) };
}
