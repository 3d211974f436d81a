import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import { onConnectorHealth } from '../../functions/health/onConnectorHealth.ts';
import { listTriggers } from '../../functions/subscriptions/listTriggers.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';

test('lists the triggers by the names that makers know', async () => {
  const triggers = { OnDlpAlert: onDlpAlert.follows, OnConnectorHealth: onConnectorHealth.follows };
  const { status, body } = await callHandler(listTriggers, { triggers }, { caller: person(users.grady) });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    value: [
      { trigger: 'OnDlpAlert', title: 'When a DLP alert is raised' },
      { trigger: 'OnConnectorHealth', title: 'When connector health changes' },
    ],
  });
});
