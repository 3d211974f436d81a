import { UnmappableRecord } from '../integrations/vendorJson/unmappableRecord.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';

/** What is read; a record that cannot be mapped is a fault of the service. */
export async function orFault<T>(what: 'alert' | 'incident', read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnmappableRecord)) throw error;
    const detail = `the ${what} cannot be read. ${error.message}`;
    throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail });
  }
}
