import { randomUUID } from 'node:crypto';
import { Secret } from '../functions/runtime/secret.ts';
import { openTable, type Table } from '../functions/storage/table.ts';
import { azurite } from './azurite.ts';

/** A table of its own in the Azurite of this test process. */
export const tableForTest = async (): Promise<Table> => {
  const connectionString = new Secret((await azurite()).connectionString);
  return openTable({ connectionString }, `t${randomUUID().replaceAll('-', '')}`);
};
