import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exampleCloudAppAlert } from '../../functions/alerts/exampleCloudAppAlert.ts';
import { onCloudAppAlert } from '../../functions/alerts/onCloudAppAlert.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { oneProcess } from '../subscriptions/oneProcess.ts';
import { alertDraft, appendEvents, raise } from '../subscriptions/subscriptionFixture.ts';
import { receivedBy } from './receivedBy.ts';

describe('OnCloudAppAlert', async () => {
  const { process, sink } = await oneProcess();

  const draftOf = (alertId: string, name: string, appId: string) => {
    const { createdAt, updatedAt, ...example } = exampleCloudAppAlert;
    const cloudApps = [{ name, appId, instanceName: `${name} of Contoso` }];
    return { draft: alertDraft(process.world, { ...example, alertId, cloudApps }), change: 'raised' } as const;
  };
  const received = receivedBy(onCloudAppAlert, () => ({ process, sink }));

  test('delivers cloud app alerts and no others, of one app by name, by instance or by id', async () => {
    await raise(process, 'dl1');
    await appendEvents(process, [draftOf('ca1', 'Dropbox', '11627'), draftOf('ca2', 'Box', '10489')]);
    assert.deepEqual(await received('all', {}), ['ca1', 'ca2']);
    for (const [nth, cloudApp] of ['dropbox', '11627', 'Dropbox of Contoso'].entries())
      assert.deepEqual(await received(`one${nth}`, { cloudApp }), ['ca1'], cloudApp);
    assert.deepEqual(await received('none', { cloudApp: 'Drop' }), []);
    assert.deepEqual(await received('both', { cloudApp: 'Box', minimumSeverity: 'high' }), []);
  });

  test('delivers what the connector says that it delivers', async () => {
    await received('shape', { cloudApp: 'Box' });
    const [{ event } = assert.fail()] = sink.received;
    const { notification } = onCloudAppAlert.trigger?.mode === 'webhook' ? onCloudAppAlert.trigger : assert.fail();
    assert.deepEqual(validatorOf(notification, 'event')(structuredClone(event)), []);
  });
});
