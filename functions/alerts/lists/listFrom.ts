import type { Page } from '../../integrations/graph/graph.ts';
import { UnmappableRecord } from '../../integrations/vendorJson/unmappableRecord.ts';
import type { Listed } from '../../runtime/pagedList.ts';

// Enough to find something in most lists, and few enough for a flow to wait for.
const mostPagesWithoutAFind = 5;

/** The first page that holds something, of what the mapping gives; records that it calls unmappable are counted. */
export async function listFrom<T>(
  pages: AsyncIterable<Page>,
  wanted: (record: unknown) => T | undefined,
): Promise<Listed<T>> {
  let unreadable = 0;
  let pagesRead = 0;
  const read = (record: unknown): T[] => {
    try {
      const item = wanted(record);
      return item === undefined ? [] : [item];
    } catch (error) {
      if (!(error instanceof UnmappableRecord)) throw error;
      unreadable += 1;
      return [];
    }
  };
  for await (const { value, continuation } of pages) {
    const items = value.flatMap(read);
    pagesRead += 1;
    if (items.length > 0 || pagesRead === mostPagesWithoutAFind) {
      return { items, unreadable, ...(continuation !== undefined && { continuation }) };
    }
  }
  return { items: [], unreadable };
}
