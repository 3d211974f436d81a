import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { api } from '../../sandbox/contoso/applications.ts';
import { teams } from '../../sandbox/contoso/teams.ts';
import { azurite } from '../azurite.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { createExisting, type Existing } from '../existing.ts';
import { badRequestSweep } from './badRequestSweep.ts';
import { hostileTextSweep } from './hostileTextSweep.ts';
import { leaks } from './leaks.ts';
import { noSchedule } from './noSchedule.ts';
import { settledStorageText } from './storageText.ts';

describe('the door for input', () => {
  const encryptionKey = randomBytes(32).toString('base64');
  const answers: string[] = [];
  let backEnd: BackEnd;
  let existing: Existing;
  before(async () => {
    backEnd = await startBackEnd({ ...noSchedule, ENCRYPTION_KEYS: encryptionKey });
    existing = await createExisting(backEnd);
  });
  after(async () => {
    await existing.close();
    await backEnd.stop();
  });

  test('refuses bad requests, stores nothing, and asks nobody', async () => {
    const { connectionString } = await azurite();
    const stored = await settledStorageText(connectionString);
    backEnd.graph.requests.reset();
    const { tried, faults } = await badRequestSweep(backEnd, { requests: 300, seed: 20_261_126, answers });
    assert.deepEqual(faults, []);
    assert.equal(tried, 300);
    assert.equal(backEnd.graph.requests.total, 0);
    assert.equal(await settledStorageText(connectionString), stored);
  });

  test('takes texts that mean harm for nothing but texts', async () => {
    const { tried, faults } = await hostileTextSweep(backEnd, existing, answers, 25);
    assert.deepEqual(faults, []);
    assert.ok(tried > 100, `${tried} texts were tried`);
  });

  test('gives no secret away in its log, its answers or its storage', async () => {
    const webhookUrl = backEnd.teams.webhookUrl(teams.securityOperations.channels.general.id);
    const secrets = {
      'a callback’s signature': existing.signature,
      'the client secret': api.clientSecret,
      'the encryption key': encryptionKey,
      'the webhook': new URL(webhookUrl).searchParams.get('sig') ?? assert.fail(),
    };
    const { connectionString } = await azurite();
    assert.deepEqual(await leaks({ backEnd, connectionString, answers, secrets }), []);
  });

  test('writes one line for each entry of its log, and nothing into it that drives a terminal', () => {
    const lines = `${backEnd.stdout()}\n${backEnd.stderr()}`.split('\n').filter((line) => line.includes('"level"'));
    assert.ok(lines.length > 400);
    for (const line of lines) {
      // The host puts the function's name in front.
      const { level } = JSON.parse(line.replace(/^\[\w+\] /, ''));
      assert.match(level, /^(debug|info|warn|error)$/);
      assert.doesNotMatch(line, /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
    }
  });
});
