import { present } from '../integrations/vendorJson/present.ts';
import type { Row } from '../storage/table.ts';

/** The head row of a source: where the next event goes, and how far the source has been read. */
export interface Head {
  readonly nextSequence: number;
  /** The oldest entry that is still kept. */
  readonly firstSequence: number;
  /** Entries detected before this time have been dropped, so whether a record from before it was seen is not known. */
  readonly keptSince?: string;
  /** Everything that the source recorded before this time is in the log; absent before the first poll has ended. */
  readonly watermark?: string;
  /** Where the first poll began. */
  readonly startedAt?: string;
  readonly reconciledAt?: string;
  readonly lastPolledAt?: string;
  readonly lastDetectedAt: string;
  readonly lastUpperBound: string;
  /** Empty while the source has no head row. */
  readonly etag: string;
}

/** The head that a row holds; where there is none, that of a source nothing is known of. */
export const toHead = (row: Row | undefined): Head => {
  const at = (name: string): string | undefined =>
    row?.values[name] === undefined ? undefined : String(row.values[name]);
  return present({
    nextSequence: Number(row?.values.nextSequence ?? 1),
    firstSequence: Number(row?.values.firstSequence ?? 1),
    keptSince: at('keptSince'),
    watermark: at('watermark'),
    startedAt: at('startedAt'),
    reconciledAt: at('reconciledAt'),
    lastPolledAt: at('lastPolledAt'),
    lastDetectedAt: at('lastDetectedAt') ?? '',
    lastUpperBound: at('lastUpperBound') ?? '',
    etag: row?.etag ?? '',
  });
};
