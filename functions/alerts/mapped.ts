import { UnmappableRecord } from '../integrations/vendorJson/unmappableRecord.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';

/** What a mapping makes of a record; one that it cannot read is a fault of the service. */
export function mapped<T>(what: 'alert' | 'incident', map: (record: unknown) => T, record: unknown): T {
  try {
    return map(record);
  } catch (error) {
    if (!(error instanceof UnmappableRecord)) throw error;
    const detail = `the ${what} cannot be read. ${error.message}`;
    throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail });
  }
}
