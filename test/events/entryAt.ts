import type { LogEntry } from '../../functions/events/logEntry.ts';

/** An event of the log about a raised alert, all of whose times are one; more makes it another. */
export const entryAt = (sequence: number, time: string, more: Partial<LogEntry> = {}): LogEntry => ({
  source: 'alerts',
  sequence,
  version: `v${sequence}`,
  record: `r${sequence}`,
  eventId: `e${sequence}`,
  type: 'dlpAlert',
  change: 'raised',
  recordedAt: time,
  detectedAt: time,
  upperBound: time,
  facets: {},
  json: '{}',
  ...more,
});
