import type { VendorFields } from '../integrations/vendorJson/readers.ts';
import { UnmappableRecord } from '../integrations/vendorJson/unmappableRecord.ts';
import type { ExternalAccess } from './externalAccess.ts';
import { toExternalAccess } from './toExternalAccess.ts';

export interface AccessList {
  readonly entries: readonly ExternalAccess[];
  /** Entries that could not be read, and may or may not let somebody in. */
  readonly unreadable: number;
}

/** The entries of an item's permissions that let somebody outside in. */
export function accessList(records: readonly VendorFields[], internalDomains: readonly string[]): AccessList {
  const entries: ExternalAccess[] = [];
  let unreadable = 0;
  for (const record of records) {
    try {
      const access = toExternalAccess(record, internalDomains);
      if (access !== undefined) entries.push(access);
    } catch (error) {
      if (!(error instanceof UnmappableRecord)) throw error;
      unreadable += 1;
    }
  }
  return { entries, unreadable };
}
