import type { ListQuery, Table } from '../../functions/storage/table.ts';

/** The same table, and what was asked of it for whole listings so far. */
export const watchListings = (table: Table): { readonly table: Table; readonly listings: ListQuery[] } => {
  const listings: ListQuery[] = [];
  const list: Table['list'] = (query) => {
    listings.push(query);
    return table.list(query);
  };
  return { table: { ...table, list }, listings };
};
