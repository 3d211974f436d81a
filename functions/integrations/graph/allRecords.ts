import { UpstreamError } from '../../runtime/upstreamError.ts';
import { isRecord } from '../vendorJson/vendorRecord.ts';
import type { Page } from './graph.ts';

type Fields = Readonly<Record<string, unknown>>;

// A list of labels, sites or permissions that is longer is none that we were meant to read.
const mostRecords = 10_000;

/** All records of a list that is read as a whole; what is no object is left out. */
export async function allRecords(pages: AsyncIterable<Page>): Promise<Fields[]> {
  const records: Fields[] = [];
  for await (const { value } of pages) {
    for (const record of value) if (isRecord(record)) records.push(record);
    if (records.length > mostRecords) {
      throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail: 'its list does not end.' });
    }
  }
  return records;
}
