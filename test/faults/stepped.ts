import type { Table } from '../../functions/storage/table.ts';
import type { Step } from './interleavings.ts';

/** A table of which every request is a step of its own. */
export const stepped = (table: Table, step: Step): Table => ({
  read: (partitionKey, rowKey) => step(`reads ${rowKey}`, () => table.read(partitionKey, rowKey)),
  commit: (partitionKey, changes) =>
    step(`commits ${changes.map(({ rowKey }) => rowKey).join('+')}`, () => table.commit(partitionKey, changes)),
  async *list(query) {
    const pages = table.list(query)[Symbol.asyncIterator]();
    for (;;) {
      const page = await step(`lists ${query.partitionKey}`, () => pages.next());
      if (page.done) return;
      yield page.value;
    }
  },
});
