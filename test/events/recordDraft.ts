import type { EventDraft } from '../../functions/events/event.ts';

const time = '2026-11-01T00:00:00.000Z';

/** The first version of a record, which came into being at midnight. */
export const recordDraft = (recordId: string, more: Partial<EventDraft> = {}): EventDraft => ({
  recordId,
  version: 'v1',
  type: 'dlpAlert',
  createdAt: time,
  recordedAt: time,
  occurredAt: time,
  facets: {},
  noun: 'alert',
  thing: { alertId: recordId },
  ...more,
});
