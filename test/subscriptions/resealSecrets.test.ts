import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Secret } from '../../functions/runtime/secret.ts';
import { type Encryption, encryptionWith, sealedBy } from '../../functions/storage/encryption.ts';
import { joinedRings, localKeyRing } from '../../functions/storage/keyRing.ts';
import { wrappedKeyRing } from '../../functions/storage/wrappedKeyRing.ts';
import { callbackPlace } from '../../functions/subscriptions/drainer.ts';
import { resealSecrets } from '../../functions/subscriptions/resealSecrets.ts';
import { startTestVault, type TestVault } from '../integrations/keyVault/keyVaultFixture.ts';
import { silentLog } from '../silentLog.ts';
import {
  adele,
  createWorld,
  openProcess,
  type Process,
  publicBaseUrl,
  subscribeTo,
  type World,
} from './subscriptionFixture.ts';

describe('ResealSecrets', () => {
  let vault: TestVault;
  let world: World;
  let process: Process;
  before(async () => {
    vault = await startTestVault();
  });
  after(async () => {
    await process.close();
    await vault.close();
  });
  beforeEach(async () => {
    await process?.close();
    world = createWorld();
    process = openProcess(world);
  });

  const ringOf = () =>
    wrappedKeyRing({
      table: world.table('dataKeys'),
      wrapping: vault.open(),
      now: () => new Date(world.clock.nowMs),
    });
  type Ring = ReturnType<typeof ringOf>;

  const reseal = (encryption: Encryption, dataKeys?: Pick<Ring, 'renew' | 'retire'>) =>
    resealSecrets.run(
      { subscriptions: process.subscriptions, encryption, dataKeys },
      { correlationId: 'a timer', log: silentLog },
    );
  const callbackOf = async (subscriptionId: string): Promise<string> =>
    (await process.subscriptions.read(subscriptionId))?.subscription.callback ?? assert.fail();
  const url = (n: number): string => `http://127.0.0.1/workflows/${n}?sig=secret`;
  const opens = async (encryption: Encryption, subscriptionId: string, n: number): Promise<void> =>
    assert.equal(
      (await encryption.open(await callbackOf(subscriptionId), callbackPlace(subscriptionId))).reveal(),
      url(n),
    );

  test('moves everything from the keys of a setting to a key of a vault, while both open', async () => {
    const ids = [];
    for (const n of [1, 2, 3]) ids.push((await subscribeTo(process, url(n))).subscriptionId);
    const dataKeys = ringOf();
    const both = encryptionWith(joinedRings([dataKeys, localKeyRing(world.keys)]));
    for (const [index, id] of ids.entries()) await opens(both, id, index + 1);
    await reseal(both, dataKeys);
    const vaultOnly = encryptionWith(ringOf());
    for (const [index, id] of ids.entries()) {
      await opens(vaultOnly, id, index + 1);
      assert.equal(await vaultOnly.isCurrent(await callbackOf(id)), true);
    }
  });

  test('follows a new version of the vault’s key: a new data key seals, the old ones open, and leave when unused', async () => {
    const { subscriptionId } = await subscribeTo(process, url(1));
    const dataKeys = ringOf();
    const joined = encryptionWith(joinedRings([dataKeys, localKeyRing(world.keys)]));
    await reseal(joined, dataKeys);
    const keyIds: string[] = [sealedBy(await callbackOf(subscriptionId))];
    // Another process that has read the keys before they were rotated.
    const other = encryptionWith(ringOf());
    await opens(other, subscriptionId, 1);
    for (let rotation = 0; rotation < 3; rotation++) {
      world.clock.nowMs += 1_000;
      vault.rotate();
      await reseal(joined, dataKeys);
      keyIds.push(sealedBy(await callbackOf(subscriptionId)));
      await opens(joined, subscriptionId, 1);
    }
    assert.equal(new Set(keyIds).size, 4);
    assert.deepEqual(
      (await ringOf().keys()).map(({ id }) => id),
      keyIds.toReversed().slice(0, 2),
    );
    await opens(encryptionWith(ringOf()), subscriptionId, 1);
    await reseal(joined, dataKeys);
    assert.equal(sealedBy(await callbackOf(subscriptionId)), keyIds.at(-1));
  });

  test('lets two processes that start at once agree on their keys', async () => {
    const rings = [ringOf(), ringOf()] as const;
    const encryptions = rings.map((ring) => encryptionWith(ring));
    const sealed = await Promise.all(encryptions.map((encryption) => encryption.seal(new Secret('a'), 'place')));
    const third = encryptionWith(ringOf());
    for (const text of sealed) assert.equal((await third.open(text, 'place')).reveal(), 'a');
  });

  test('keeps data keys wrapped in storage, and works on while the vault is away', async () => {
    const ring = ringOf();
    const encryption = encryptionWith(ring);
    const sealed = await encryption.seal(new Secret('a'), 'place');
    const { row } = await world.table('dataKeys').read('dataKey', sealedBy(sealed));
    const [key] = await ring.keys();
    assert.ok(row && key);
    for (const spelling of ['base64', 'base64url', 'hex'] as const)
      assert.ok(!JSON.stringify(row.values).includes(key.bytes.toString(spelling).slice(0, 40)));
    vault.failWith(503);
    try {
      assert.equal((await encryption.open(sealed, 'place')).reveal(), 'a');
      await assert.rejects(encryptionWith(ringOf()).open(sealed, 'place'), /Azure Key Vault: answered 503/);
    } finally {
      vault.failWith();
    }
    assert.equal((await encryptionWith(ringOf()).open(sealed, 'place')).reveal(), 'a');
  });

  test('loses with a disabled version of the vault’s key only what it wrapped', async () => {
    const first = ringOf();
    const old = await encryptionWith(first).seal(new Secret('old'), 'place');
    const [version = assert.fail()] = vault.calls.filter((line) => line.startsWith('get ')).slice(-1);
    world.clock.nowMs += 1_000;
    vault.rotate();
    await first.renew();
    const young = await encryptionWith(first).seal(new Secret('young'), 'place');
    vault.setEnabled(version.slice(4), 'disabled');
    const afterwards = encryptionWith(ringOf());
    assert.equal((await afterwards.open(young, 'place')).reveal(), 'young');
    await assert.rejects(afterwards.open(old, 'place'), /No encryption key has the id/);
    vault.setEnabled(version.slice(4), 'enabled');
  });

  test('leaves alone what no key opens, and goes on with the others', async () => {
    const lost = await subscribeTo(process, url(1));
    const key = new Secret(randomBytes(32).toString('base64'));
    const encryption = encryptionWith(localKeyRing([key]));
    const before = await callbackOf(lost.subscriptionId);
    const other = (await subscribeTo(process, url(2))).subscriptionId;
    const both = encryptionWith(localKeyRing([key, ...world.keys]));
    await process.subscriptions.update(
      lost.subscriptionId,
      (current) => current && { ...current, callback: `AAAAAAAA.${before.slice(9)}` },
    );
    const inUse: string[] = [];
    await reseal(both, {
      renew: async () => {},
      retire: async (some) => {
        inUse.push(...some);
        return 0;
      },
    });
    assert.match(await callbackOf(lost.subscriptionId), /^AAAAAAAA\./);
    await opens(encryption, other, 2);
    // The key of the lost one may come back.
    assert.deepEqual(inUse.toSorted(), ['AAAAAAAA', sealedBy(await callbackOf(other))].toSorted());
  });

  test('seals what is not sealed by the newest key, once, and nothing that was changed meanwhile', async () => {
    const { subscriptionId } = await subscribeTo(process, url(1));
    const both = encryptionWith(localKeyRing([new Secret(randomBytes(32).toString('base64')), ...world.keys]));
    const change = async (callback: string): Promise<void> => {
      await process.subscriptions.update(subscriptionId, (current) => current && { ...current, callback });
    };
    const newer = await both.seal(new Secret(url(2)), callbackPlace(subscriptionId));
    let sealed = 0;
    const changed: Encryption = {
      ...both,
      async seal(...secret) {
        sealed++;
        await change(newer);
        return both.seal(...secret);
      },
    };
    await reseal(changed);
    assert.equal(await callbackOf(subscriptionId), newer);
    await reseal(changed);
    assert.equal(sealed, 1);
  });

  test('gives an app a new signing secret when keys rotate, and signs for both', async () => {
    const app = { ...adele, kind: 'app' as const };
    const secretWith = async (keys: readonly Secret[]): Promise<string> => {
      const rotated = openProcess({ ...world, keys });
      const wish = {
        trigger: 'OnDlpAlert',
        sources: ['alerts'] as const,
        types: ['dlpAlert'],
        notificationUrl: url(9),
        filter: { includeUpdates: false, startFrom: 'now', keepOrder: false, stormLimitPerMinute: 0 },
        criteria: [],
      };
      const { signingSecret, location } = await rotated.subscribe(app, wish);
      assert.ok(location.startsWith(publicBaseUrl));
      await rotated.close();
      return signingSecret ?? assert.fail();
    };
    const key = new Secret(randomBytes(32).toString('base64'));
    const first = await secretWith(world.keys);
    assert.match(first, /^whsec_[A-Za-z0-9+/]{43}=$/);
    assert.equal(await secretWith(world.keys), first);
    assert.notEqual(await secretWith([key, ...world.keys]), first);
  });
});
