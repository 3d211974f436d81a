import { text } from 'node:stream/consumers';
import { type BlockBlobClient, RestError } from '@azure/storage-blob';
import type { Schedule } from './schedule.ts';

/** When a timer last ran and runs next; kept in a blob so that a missed run is noticed at the next start. */
export interface TimerStatus {
  /** Left out until the first run. */
  last?: Date;
  next: Date;
  lastUpdated?: Date;
}

/**
 * Reads a timer's status at start, begins one where there is none, and corrects one of an older schedule.
 * The timer is past due when `next` is over.
 */
export async function startStatus(blob: BlockBlobClient, schedule: Schedule, now: Date): Promise<TimerStatus> {
  const known = await readStatus(blob);
  if (!known) return await writeStatus(blob, { next: schedule.next(now), lastUpdated: now });
  const base = known.last ?? known.lastUpdated ?? now;
  const expected = schedule.next(base);
  if (known.next.getTime() === expected.getTime()) return known;
  // The schedule was changed. What it would have run before the change is known is not past due.
  return await writeStatus(blob, {
    next: now > expected ? schedule.next(now) : expected,
    lastUpdated: now > expected ? now : base,
  });
}

export async function writeStatus(blob: BlockBlobClient, status: TimerStatus): Promise<TimerStatus> {
  const json = JSON.stringify(statusJson(status));
  await blob.upload(json, Buffer.byteLength(json));
  return status;
}

/** The status in the host's JSON, where a time that is not known is .NET's first one. */
export function statusJson({ last, next, lastUpdated }: TimerStatus): Record<string, string> {
  return { Last: timeText(last), Next: timeText(next), LastUpdated: timeText(lastUpdated) };
}

const unknownTime = '0001-01-01T00:00:00+00:00';

function timeText(time: Date | undefined): string {
  return time ? time.toISOString().replace(/(\.000)?Z$/, '+00:00') : unknownTime;
}

async function readStatus(blob: BlockBlobClient): Promise<TimerStatus | undefined> {
  try {
    const { readableStreamBody } = await blob.download();
    const status: unknown = readableStreamBody && JSON.parse(await text(readableStreamBody));
    const timeOf = (name: string): Date | undefined => {
      const time = typeof status === 'object' && status !== null ? Reflect.get(status, name) : undefined;
      return typeof time === 'string' && time !== unknownTime ? new Date(time) : undefined;
    };
    const [last, next, lastUpdated] = [timeOf('Last'), timeOf('Next'), timeOf('LastUpdated')];
    return next && { next, ...(last && { last }), ...(lastUpdated && { lastUpdated }) };
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return undefined;
    throw error;
  }
}
