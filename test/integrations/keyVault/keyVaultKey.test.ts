import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { UpstreamError } from '../../../functions/runtime/upstreamError.ts';
import { api } from '../../../sandbox/contoso/applications.ts';
import { startTestVault, type TestVault } from './keyVaultFixture.ts';

describe('a key in Key Vault', () => {
  let vault: TestVault;
  before(async () => {
    vault = await startTestVault();
  });
  after(() => vault.close());
  afterEach(() => {
    vault.failWith();
    vault.allow([api.objectId]);
  });

  const bytes = randomBytes(32);

  test('wraps and unwraps with the app’s own identity, and the vault alone can unwrap', async () => {
    const key = vault.open();
    const { wrapped, by } = await key.wrap(bytes);
    assert.ok(!wrapped.includes(bytes));
    assert.equal(by, await key.current());
    vault.calls.length = 0;
    assert.deepEqual(await key.unwrap(wrapped, by), bytes);
    assert.ok(vault.calls.includes(`unwrapkey ${by}`));
    await assert.rejects(key.unwrap(randomBytes(256), by), UpstreamError);
  });

  test('wraps with the newest version, and unwraps with the one that wrapped', async () => {
    const key = vault.open();
    const before = await key.wrap(bytes);
    const version = vault.rotate();
    assert.equal(await key.current(), version);
    const after = await key.wrap(bytes);
    assert.equal(after.by, version);
    assert.deepEqual(await key.unwrap(before.wrapped, before.by), bytes);
    assert.deepEqual(await key.unwrap(after.wrapped, after.by), bytes);
    const pinned = vault.open(before.by);
    assert.equal(await pinned.current(), before.by);
    assert.equal((await pinned.wrap(bytes)).by, before.by);
  });

  test('knows its own key in whatever case the setting, the vault or storage writes it', async () => {
    const { wrapped, by } = await vault.open().wrap(bytes);
    const shouted = vault.open(vault.keyId.replace('purview-response', 'Purview-Response'));
    assert.deepEqual(await shouted.unwrap(wrapped, by), bytes);
    assert.equal(await shouted.current(), by);
    assert.deepEqual(await vault.open().unwrap(wrapped, by.replace('/keys/purview', '/keys/PURVIEW')), bytes);
  });

  test('goes to no other address that storage names', async () => {
    const key = vault.open();
    const { wrapped, by } = await key.wrap(bytes);
    vault.calls.length = 0;
    for (const other of [
      by.replace('localhost', '127.0.0.1'),
      by.replace('/purview-response/', '/another-key/'),
      by.replace('/purview-response/', '/purview-response-2/'),
      `https://localhost.evil.test${new URL(by).pathname}`,
    ])
      await assert.rejects(key.unwrap(wrapped, other), /is not ours/);
    assert.deepEqual(vault.calls, []);
  });

  test('gives its token to nothing that is named by no vault domain, outside of the sandbox', async () => {
    await assert.rejects(vault.open(vault.keyId, 'azure').current(), /does not match the requested domain/);
  });

  test('says what an administrator must do when the vault refuses', async () => {
    vault.allow([]);
    await assert.rejects(vault.open().current(), (error) => {
      assert.ok(error instanceof UpstreamError);
      assert.equal(error.kind, 'fault');
      assert.match(error.message, /403.*Key Vault Crypto User/);
      return true;
    });
  });

  for (const [status, kind] of [
    [429, 'throttled'],
    [503, 'away'],
  ] as const)
    test(`tells an answer of ${status} from a refusal`, async () => {
      vault.failWith(status);
      await assert.rejects(vault.open().current(), (error) => error instanceof UpstreamError && error.kind === kind);
    });
});
