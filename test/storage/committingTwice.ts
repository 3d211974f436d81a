import type { Table } from '../../functions/storage/table.ts';

/** A table as a client sees it to which every answer to a commit is lost: it tries again, and meets itself. */
export const committingTwice = (table: Table, meanwhile: () => Promise<unknown> = async () => undefined): Table => ({
  ...table,
  async commit(...given) {
    await table.commit(...given);
    await meanwhile();
    return table.commit(...given);
  },
});
