import { randomUUID } from 'node:crypto';
import type { EventDraft } from '../events/event.ts';
import { toHealthDraft } from './connectorHealth.ts';

/** A change of health that did not happen, as a test event carries it. */
export const testHealth = (): EventDraft =>
  toHealthDraft(
    {
      health: {
        component: 'source',
        name: `test-${randomUUID()}`,
        state: 'silent',
        previousState: 'ok',
        reason: 'Test: no poll has ended for long.',
      },
    },
    1,
    new Date(),
  );
