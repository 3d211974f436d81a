import { createHash } from 'node:crypto';
import { RowConflict } from '../storage/rowConflict.ts';
import type { Table } from '../storage/table.ts';
import type { Source } from './event.ts';

/** A vendor's record that could not become an event, and why. */
export interface SetAsideRecord {
  readonly recordId?: string;
  readonly reason: string;
}

/** The records that were set aside, kept beside the events of their source and as long. */
export interface SetAside {
  /** Notes records; one that was noted before keeps its time. */
  note(source: Source, records: readonly SetAsideRecord[]): Promise<void>;
  summary(source: Source): Promise<{ readonly count: number; readonly lastReason?: string }>;
}

const rowKeyOf = ({ recordId = '', reason }: SetAsideRecord): string =>
  `s${createHash('sha256').update(`${recordId}\n${reason}`).digest('base64url').slice(0, 22)}`;

/** The row keys of such records. */
export const setAsideKeys = { from: 's', before: 't' } as const;

export const createSetAside = (table: Table, now: () => Date): SetAside => ({
  async note(source, records) {
    const detectedAt = now().toISOString();
    for (const record of records) {
      const reason = record.reason.slice(0, 1_000);
      const rowKey = rowKeyOf(record);
      await table
        .commit(source, [{ kind: 'insert', rowKey, values: { reason, detectedAt } }])
        .catch((error: unknown) => {
          if (!(error instanceof RowConflict)) throw error;
        });
    }
  },
  async summary(source) {
    let count = 0;
    let last: { readonly detectedAt: string; readonly reason: string } | undefined;
    for await (const rows of table.list({ partitionKey: source, ...setAsideKeys, select: ['reason', 'detectedAt'] })) {
      count += rows.length;
      for (const { values } of rows) {
        const { detectedAt, reason } = values as { readonly detectedAt: string; readonly reason: string };
        if (!last || detectedAt >= last.detectedAt) last = { detectedAt, reason };
      }
    }
    return { count, ...(last && { lastReason: last.reason }) };
  },
});
