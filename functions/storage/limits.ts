import type { Change } from './table.ts';

/** Azure's limits, checked here because not every emulator does. @see https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model */
export const limits = {
  changesPerCommit: 100,
  commitBytes: 4 * 1024 * 1024,
  /** What the changes of a batch may add up to: there is room beside them for a head row and the batch format. */
  batchBytes: 4 * 1024 * 1024 - 256 * 1024,
  entityBytes: 1024 * 1024,
  /** A string property holds 64 KiB in UTF-16. */
  textUnits: 32 * 1024,
  properties: 252,
  /** 64 KiB less what base64 adds. */
  queueMessageBytes: 48 * 1024,
} as const;

const keyPattern = /^[^/\\#?\p{Cc}]{1,512}$/u;

const bytesOf = (change: Change): number => {
  if (change.kind === 'delete') return change.rowKey.length * 2;
  let bytes = change.rowKey.length * 2;
  const entries = Object.entries(change.values);
  if (entries.length > limits.properties)
    throw new RangeError(`Row ${change.rowKey} has over ${limits.properties} properties.`);
  for (const [name, value] of entries) {
    if (typeof value === 'string' && value.length > limits.textUnits)
      throw new RangeError(`Property ${name} of row ${change.rowKey} is over ${limits.textUnits} UTF-16 units long.`);
    bytes += 8 + name.length * 2 + (typeof value === 'string' ? value.length * 2 : 8);
  }
  if (bytes > limits.entityBytes) throw new RangeError(`Row ${change.rowKey} is over 1 MiB.`);
  return bytes;
};

/** The size of a change as Azure counts it; throws on what Azure would refuse. */
export const checkedBytes = (change: Change): number => {
  if (!keyPattern.test(change.rowKey)) throw new RangeError(`"${change.rowKey}" cannot be a row key.`);
  return bytesOf(change);
};

/** Throws on a commit that Azure would refuse. */
export const checkCommit = (changes: readonly Change[]): void => {
  if (changes.length > limits.changesPerCommit)
    throw new RangeError(`A commit holds ${limits.changesPerCommit} changes at most.`);
  const bytes = changes.reduce((sum, change) => sum + checkedBytes(change), 0);
  if (bytes > limits.commitBytes) throw new RangeError('A commit holds 4 MiB at most.');
};
