import { deleteRows } from '../storage/deleteRows.ts';
import type { Change, Row, Table } from '../storage/table.ts';
import { type ConnectorHealth, states } from './connectorHealth.ts';

/** What was told last of a component. */
export interface Told {
  readonly key: string;
  readonly state: ConnectorHealth['state'];
  /** Of what there may be more: dead letters, or records set aside. */
  readonly amount: number;
  /** How often something was told. */
  readonly version: number;
  /** Where the log ended before the next version was told; it may be there already. */
  readonly telling?: number;
  readonly etag: string;
}

export interface ToldHealth {
  all(): Promise<ReadonlyMap<string, Told>>;
  /** Throws `RowConflict` where somebody else was quicker; an empty ETag makes the row. */
  write(told: Told): Promise<Told>;
  forget(key: string): Promise<void>;
}

const partitionKey = 'told';

const fromRow = ({ rowKey, etag, values }: Row): Told => ({
  key: rowKey,
  state: states.find((state) => state === values.state) ?? 'ok',
  amount: Number(values.amount ?? 0),
  version: Number(values.version ?? 0),
  ...(values.telling !== undefined && { telling: Number(values.telling) }),
  etag,
});

export const createToldHealth = (table: Table): ToldHealth => ({
  async all() {
    const found = new Map<string, Told>();
    for await (const rows of table.list({ partitionKey })) for (const row of rows) found.set(row.rowKey, fromRow(row));
    return found;
  },
  async write({ key: rowKey, etag, ...values }) {
    const change: Change = etag ? { kind: 'replace', rowKey, values, etag } : { kind: 'insert', rowKey, values };
    const [written = ''] = await table.commit(partitionKey, [change]);
    return { key: rowKey, etag: written, ...values };
  },
  forget: (rowKey) => deleteRows(table, partitionKey, [rowKey]),
});
