import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toAlertDraft } from '../../functions/alerts/alertDraft.ts';
import { onInsiderRiskAlert } from '../../functions/alerts/onInsiderRiskAlert.ts';
import { toAlert } from '../../functions/alerts/toAlert.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { alertRecord } from '../../sandbox/graph/alertRecord.ts';
import { insiderRiskAlert } from '../../sandbox/graph/insiderRiskAlert.ts';
import { oneProcess } from '../subscriptions/oneProcess.ts';
import { adele, appendEvents, call, raise } from '../subscriptions/subscriptionFixture.ts';
import { receivedBy } from './receivedBy.ts';
import { pseudonymOf, pseudonyms } from './startAlerts.ts';

describe('OnInsiderRiskAlert', async () => {
  const { process, sink } = await oneProcess();

  const draftOf = (id: string, policyName: string) => {
    const at = new Date(process.world.clock.nowMs);
    const record = alertRecord(id, at.toISOString(), { ...insiderRiskAlert({ user: users.lee, policyName, at }), id });
    return { draft: toAlertDraft(toAlert(pseudonyms.ofAlert(record))), change: 'raised' } as const;
  };
  const received = receivedBy(onInsiderRiskAlert, () => ({ process, sink }));

  test('delivers insider risk alerts and no others, of one policy when it is asked to, in any case', async () => {
    await raise(process, 'dl1');
    await appendEvents(process, [draftOf('ir1', 'Leaks'), draftOf('ir2', 'Departing users')]);
    assert.deepEqual(await received('all', {}), ['ir1', 'ir2']);
    assert.deepEqual(await received('one', { insiderRiskPolicy: 'LEAKS' }), ['ir1']);
    assert.deepEqual(await received('none', { insiderRiskPolicy: 'Leak' }), []);
  });

  test('filters by pseudonym, and by no name', async () => {
    assert.deepEqual(await received('hidden', { users: [pseudonymOf(users.lee.userPrincipalName)] }), ['ir1', 'ir2']);
    assert.deepEqual(await received('shown', { users: [users.lee.userPrincipalName, users.lee.id] }), []);
  });

  test('delivers what the connector says that it delivers, and names nobody', async () => {
    await received('shape', { insiderRiskPolicy: 'Leaks' });
    const [{ event } = assert.fail()] = sink.received;
    const { notification } =
      onInsiderRiskAlert.trigger?.mode === 'webhook' ? onInsiderRiskAlert.trigger : assert.fail();
    assert.deepEqual(validatorOf(notification, 'event')(structuredClone(event)), []);
    assert.equal(event.actor, pseudonymOf(users.lee.userPrincipalName));
    assert.doesNotMatch(JSON.stringify(event), /Lee Gu|lee@/);
  });

  test('refuses an empty policy by its name', async () => {
    const body = { notificationUrl: sink.url, insiderRiskPolicy: '' };
    const { status, text } = await call(onInsiderRiskAlert, process, { caller: adele, body });
    assert.equal(status, 400);
    assert.match(text, /insiderRiskPolicy/);
  });
});
