import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { CallbackSink, type Received } from './callbackSink.ts';
import {
  adele,
  call,
  createWorld,
  drainUntilQuiet,
  openProcess,
  type Process,
  raise,
  type World,
} from './subscriptionFixture.ts';

const automation: Caller = { ...adele, kind: 'app', objectId: 'an automation' };

describe('signed deliveries', () => {
  let sink: CallbackSink;
  let world: World;
  const opened: Process[] = [];
  before(async () => {
    sink = await CallbackSink.start();
    world = createWorld();
  });
  after(async () => {
    for (const process of opened) await process.close();
    await sink.close();
  });

  const open = (keys = world.keys): Process => {
    const process = openProcess({ ...world, keys });
    opened.push(process);
    return process;
  };

  const subscribe = async (process: Process, caller: Caller, path: string) => {
    const body = { notificationUrl: `${sink.url}&${path}` };
    const { status, json } = await call(onDlpAlert, process, { caller, body });
    assert.equal(status, 201);
    return { subscriptionId: String(json.subscriptionId), signingSecret: json.signingSecret };
  };

  const delivered = async (process: Process, subscriptionId: string, alertId: string): Promise<Received> => {
    await raise(process, alertId);
    await drainUntilQuiet(process, subscriptionId);
    return sink.of(alertId).at(-1) ?? assert.fail();
  };
  const verifies = (secret: unknown, { body, headers, event }: Received): void =>
    assert.deepEqual(new Webhook(String(secret)).verify(body, headers as Record<string, string>), event);

  test('can be verified by an app with what it was told, and by nobody with another subscription’s secret', async () => {
    const process = open();
    const one = await subscribe(process, automation, 'one');
    const other = await subscribe(process, automation, 'other');
    const received = await delivered(process, one.subscriptionId, 'a1');
    verifies(one.signingSecret, received);
    assert.throws(() => verifies(other.signingSecret, received), /No matching signature/);
  });

  test('tells a person no secret, since the history of a trigger would show it', async () => {
    assert.equal((await subscribe(open(), adele, 'person')).signingSecret, undefined);
  });

  test('verifies with the old secret and with the new one while keys are rotated, and then with the new one', async () => {
    const old = open();
    const { subscriptionId, signingSecret: before } = await subscribe(old, automation, 'rotated');
    const key = new Secret(randomBytes(32).toString('base64'));
    const both = open([key, ...world.keys]);
    const received = await delivered(both, subscriptionId, 'a2');
    verifies(before, received);
    const { signingSecret: after } = await subscribe(both, automation, 'rotated');
    assert.notEqual(after, before);
    verifies(after, received);
    const later = await delivered(open([key]), subscriptionId, 'a3');
    verifies(after, later);
    assert.throws(() => verifies(before, later), /No matching signature/);
  });
});
