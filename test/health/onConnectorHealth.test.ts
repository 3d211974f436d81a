import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntry } from '../../functions/events/logEntry.ts';
import { toHealthDraft } from '../../functions/health/connectorHealth.ts';
import { onConnectorHealth } from '../../functions/health/onConnectorHealth.ts';
import { testHealth } from '../../functions/health/testHealth.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';

const delivered = (draft: ReturnType<typeof testHealth>): unknown => {
  const placement = { tenantId: 't', source: 'health', sequence: 1, change: 'raised' } as const;
  const time = new Date().toISOString();
  const { json } = toEntry(draft, { ...placement, detectedAt: time, upperBound: time, correlationId: 'c' });
  return { ...JSON.parse(json), deliveredAt: time, attempt: 1, isReplay: false };
};

test('delivers what the trigger says', () => {
  const { trigger } = onConnectorHealth;
  const notification = trigger?.mode === 'webhook' ? trigger.notification : assert.fail();
  const owner = { tenantId: 't', objectId: 'o' };
  const drafts = [
    testHealth(),
    toHealthDraft(
      {
        owner,
        health: {
          component: 'subscription',
          name: 'q0Yx3mWb1Fh8cT2LrK7vNA',
          state: 'suspended',
          trigger: 'OnDlpAlert',
        },
      },
      3,
      new Date(),
    ),
  ];
  for (const draft of drafts) assert.deepEqual(validatorOf(notification, 'event')(delivered(draft)), []);
});

test('tells nobody in its events whose the flow is', () => {
  const health = { component: 'deadLetters', name: 'q0Yx3mWb1Fh8cT2LrK7vNA', state: 'waiting' } as const;
  const event = delivered(toHealthDraft({ owner: { tenantId: 't', objectId: 'the-owner' }, health }, 1, new Date()));
  assert.ok(!JSON.stringify(event).includes('the-owner'));
});
