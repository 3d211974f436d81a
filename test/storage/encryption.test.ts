import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { Secret } from '../../functions/runtime/secret.ts';
import { encryptionWith } from '../../functions/storage/encryption.ts';
import { localKeyRing } from '../../functions/storage/keyRing.ts';

const newKey = (): Secret => new Secret(randomBytes(32).toString('base64'));
const withKeys = (...keys: readonly Secret[]) => encryptionWith(localKeyRing(keys));
const secret = new Secret('https://example.net/?sig=a-secret-ÄÖ');

describe('encryption', () => {
  test('opens what it sealed, and never seals the same way twice', async () => {
    const encryption = withKeys(newKey());
    const [one, other] = [await encryption.seal(secret, 'a place'), await encryption.seal(secret, 'a place')];
    assert.notEqual(one, other);
    assert.ok(!one.includes('sig='));
    assert.equal((await encryption.open(one, 'a place')).reveal(), secret.reveal());
    assert.equal((await encryption.open(other, 'a place')).reveal(), secret.reveal());
  });

  test('opens nothing that was moved to another place, or changed', async () => {
    const encryption = withKeys(newKey());
    const sealed = await encryption.seal(secret, 'a place');
    await assert.rejects(encryption.open(sealed, 'another place'));
    for (const at of [9, 30, 60]) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      await assert.rejects(encryption.open(changed, 'a place'));
    }
  });

  test('seals with the first key, opens with all of them, and says which key is missing', async () => {
    const [old, young] = [newKey(), newKey()];
    const sealed = await withKeys(old).seal(secret, 'a place');
    const both = withKeys(young, old);
    assert.equal((await both.open(sealed, 'a place')).reveal(), secret.reveal());
    assert.equal(await both.isCurrent(sealed), false);
    const anew = await both.seal(secret, 'a place');
    assert.equal(await both.isCurrent(anew), true);
    assert.equal((await withKeys(young).open(anew, 'a place')).reveal(), secret.reveal());
    await assert.rejects(withKeys(young).open(sealed, 'a place'), /No encryption key has the id [\w-]{8}; put back/);
  });

  test('derives another secret for each purpose and key: of the newest key, and of the one before it', async () => {
    const [old, young] = [newKey(), newKey()];
    const reveal = async (keys: readonly Secret[], purpose: string) =>
      (await withKeys(...keys).derive(purpose)).map((derived) => derived.reveal());
    const [before = ''] = await reveal([old], 'one');
    const rotated = await reveal([young, old], 'one');
    assert.equal(rotated.length, 2);
    assert.equal(rotated[1], before);
    assert.deepEqual(await reveal([young], 'one'), rotated.slice(0, 1));
    const all = [...rotated, ...(await reveal([young, old], 'other')), old.reveal(), young.reveal()];
    assert.equal(new Set(all).size, 6);
    for (const derived of all) assert.equal(Buffer.from(derived, 'base64').length, 32);
    assert.equal((await reveal([newKey(), young, old], 'one')).length, 2);
  });
});
