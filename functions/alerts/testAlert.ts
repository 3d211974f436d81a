import { randomUUID } from 'node:crypto';
import type { EventDraft } from '../events/event.ts';
import type { Alert } from './alert.ts';
import { toAlertDraft } from './alertDraft.ts';

/** An alert like the example that nobody raised, as a test event carries it. */
export const testAlert = ({ portalUrl, ...example }: Alert): EventDraft => {
  const now = new Date().toISOString();
  return toAlertDraft({
    ...example,
    alertId: `test-${randomUUID()}`,
    title: `Test: ${example.title}`,
    status: 'new',
    createdAt: now,
    updatedAt: now,
  });
};
