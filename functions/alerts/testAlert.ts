import { randomUUID } from 'node:crypto';
import type { EventDraft } from '../events/event.ts';
import { toAlertDraft } from './alertDraft.ts';
import { exampleAlert } from './exampleAlert.ts';

/** A DLP alert that nobody raised, as a test event carries it. */
export const testAlert = (): EventDraft => {
  const now = new Date().toISOString();
  const alertId = `test-${randomUUID()}`;
  const { portalUrl, ...example } = exampleAlert;
  return toAlertDraft({
    ...example,
    alertId,
    title: `Test: ${example.title}`,
    status: 'new',
    createdAt: now,
    updatedAt: now,
  });
};
