import type { TableClient, TableServiceClientOptions, TransactionAction } from '@azure/data-tables';
import { checkCommit } from './limits.ts';
import { RowConflict } from './rowConflict.ts';
import { type OpenOptions, type StorageConnection, storageDeadlineMs, storageRetry } from './storageConnection.ts';
import { faultCode, isStorageFault, storageError } from './storageFault.ts';

export type Values = Readonly<Record<string, string | number | boolean>>;

export interface Row {
  readonly rowKey: string;
  readonly etag: string;
  /** When the row was last written, by the service's clock. */
  readonly writtenAt: Date;
  readonly values: Values;
}

/**
 * `replace` needs the row unchanged since it was read, and so does `delete` with an ETag, which is a commit by itself;
 * `put` writes whatever is there.
 */
export type Change =
  | { readonly kind: 'insert' | 'put'; readonly rowKey: string; readonly values: Values }
  | { readonly kind: 'replace'; readonly rowKey: string; readonly values: Values; readonly etag: string }
  | { readonly kind: 'delete'; readonly rowKey: string; readonly etag?: string };

export interface ListQuery {
  readonly partitionKey: string;
  /** The first row key wanted. */
  readonly from?: string;
  /** The first row key no longer wanted. */
  readonly before?: string;
  /** A further OData condition, made by `odata` of @azure/data-tables. */
  readonly where?: string;
  readonly select?: readonly string[];
  readonly pageSize?: number;
}

/** Keyed rows with ETags; all changes of one commit, in one partition, happen together or not at all. */
export interface Table {
  read(partitionKey: string, rowKey: string): Promise<{ readonly row?: Row; readonly serverTime: Date }>;
  list(query: ListQuery): AsyncIterable<readonly Row[]>;
  /** Gives the new ETags in the order of the changes; throws `RowConflict` where somebody else was quicker. */
  commit(partitionKey: string, changes: readonly Change[]): Promise<readonly string[]>;
}

const system = new Set(['partitionKey', 'rowKey', 'etag', 'timestamp', 'odata.metadata']);

const toRow = (entity: Record<string, unknown> & { rowKey?: string; etag?: string; timestamp?: string }): Row => ({
  rowKey: entity.rowKey ?? '',
  etag: entity.etag ?? '',
  writtenAt: new Date(entity.timestamp ?? 0),
  values: Object.fromEntries(Object.entries(entity).filter(([name]) => !system.has(name))) as Values,
});

const toAction = (partitionKey: string, change: Change): TransactionAction => {
  const keys = { partitionKey, rowKey: change.rowKey };
  switch (change.kind) {
    case 'insert':
      return ['create', { ...keys, ...change.values }];
    case 'put':
      return ['upsert', { ...keys, ...change.values }, 'Replace'];
    case 'replace':
      return ['update', { ...keys, ...change.values }, 'Replace', { etag: change.etag }];
    case 'delete':
      if (change.etag !== undefined) throw new RangeError('A delete with an ETag is a commit by itself.');
      return ['delete', keys];
  }
};

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

type AdditionalPolicy = NonNullable<TableServiceClientOptions['additionalPolicies']>[number];

const deadline = (deadlineMs: number): AdditionalPolicy => ({
  position: 'perCall',
  policy: {
    name: 'deadline',
    sendRequest(request, next) {
      request.timeout = deadlineMs;
      return next(request);
    },
  },
});

const connect = async (connection: StorageConnection, name: string, deadlineMs: number): Promise<TableClient> => {
  const { TableClient } = await import('@azure/data-tables');
  const options = { retryOptions: storageRetry, additionalPolicies: [deadline(deadlineMs)] };
  if ('connectionString' in connection)
    return TableClient.fromConnectionString(connection.connectionString.reveal(), name, {
      ...options,
      allowInsecureConnection: true,
    });
  return new TableClient(connection.tableEndpoint, name, await connection.credential(), options);
};

/** Opens a table of the app's storage account; it is created when its first use finds it missing. */
export const openTable = (
  connection: StorageConnection,
  name: string,
  { deadlineMs = storageDeadlineMs }: OpenOptions = {},
): Table => {
  let opened: Promise<TableClient> | undefined;
  const open = (): Promise<TableClient> => {
    opened ??= connect(connection, name, deadlineMs).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  const run = async <T>(work: (client: TableClient) => Promise<T>): Promise<T> => {
    const client = await open();
    try {
      return await work(client);
    } catch (error) {
      if (!isStorageFault(error)) throw error;
      if (faultCode(error) !== 'TableNotFound') throw translate(error);
    }
    try {
      await client.createTable();
      return await work(client);
    } catch (error) {
      throw isStorageFault(error) ? translate(error) : error;
    }
  };

  const commitOne = async (client: TableClient, partitionKey: string, change: Change): Promise<string> => {
    if (change.kind === 'delete') {
      await client.deleteEntity(partitionKey, change.rowKey, change.etag === undefined ? {} : { etag: change.etag });
      return '';
    }
    const entity = { partitionKey, rowKey: change.rowKey, ...change.values };
    if (change.kind === 'replace')
      return (await client.updateEntity(entity, 'Replace', { etag: change.etag })).etag ?? '';
    if (change.kind === 'put') return (await client.upsertEntity(entity, 'Replace')).etag ?? '';
    return (await client.createEntity(entity)).etag ?? '';
  };

  return {
    read: (partitionKey, rowKey) =>
      run(async (client) => {
        let serverTime = new Date();
        const onResponse = (response: { headers: { get(name: string): string | undefined } }): void => {
          serverTime = new Date(response.headers.get('date') ?? serverTime);
        };
        try {
          const entity = await client.getEntity(partitionKey, rowKey, { onResponse });
          return { row: toRow(entity), serverTime };
        } catch (error) {
          if (isStorageFault(error) && error.statusCode === 404 && faultCode(error) !== 'TableNotFound')
            return { serverTime };
          throw error;
        }
      }),

    async *list({ partitionKey, from, before, where, select, pageSize = 1_000 }) {
      const conditions = [`PartitionKey eq ${quote(partitionKey)}`];
      if (from !== undefined) conditions.push(`RowKey ge ${quote(from)}`);
      if (before !== undefined) conditions.push(`RowKey lt ${quote(before)}`);
      if (where !== undefined) conditions.push(`(${where})`);
      const queryOptions = {
        filter: conditions.join(' and '),
        ...(select && { select: ['RowKey', 'Timestamp', ...select] }),
      };
      let continuationToken: string | undefined;
      do {
        const page = await run(async (client) => {
          const settings = { maxPageSize: pageSize, ...(continuationToken && { continuationToken }) };
          return (await client.listEntities({ queryOptions }).byPage(settings).next()).value;
        });
        continuationToken = page?.continuationToken;
        if (page?.length) yield page.map(toRow);
      } while (continuationToken);
    },

    async commit(partitionKey, changes) {
      checkCommit(changes);
      const [first] = changes;
      if (!first) return [];
      if (changes.length === 1) return [await run((client) => commitOne(client, partitionKey, first))];
      const answer = await run((client) =>
        client.submitTransaction(changes.map((change) => toAction(partitionKey, change))),
      );
      return answer.subResponses.map(({ etag }) => etag ?? '');
    },
  };
};

const translate = (error: Error & { statusCode?: number; message: string }): Error => {
  switch (error.statusCode) {
    case 409:
      return new RowConflict('exists', { cause: error });
    case 412:
      return new RowConflict('changed', { cause: error });
    case 404:
      return new RowConflict('missing', { cause: error });
    default:
      return storageError(error);
  }
};
