import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { redact, redactText } from '../../functions/runtime/redact.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { structuredLog } from '../../functions/runtime/structuredLog.ts';

const canary = 'c4n4ryC4nary';

describe('redactText', () => {
  const leaks: readonly string[] = [
    `https://prod-1.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?api-version=1&sp=%2Frun&sv=1.0&sig=${canary}`,
    `nested https://x.test/?next=https%3A%2F%2Fy.test%2F%3Fa%3D1%26sig%3D${canary}%26b%3D2`,
    `GET https://app.test/api/x?code=${canary}== failed`,
    `grant_type=client_credentials&client_secret=${canary}&scope=x`,
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${canary}+/==;EndpointSuffix=x`,
    `SharedAccessSignature=sv=2024&ss=b&sig=${canary}`,
    `Authorization: Bearer ${canary}.${canary}`,
    `authorization: basic ${canary}=`,
    `the token was eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ${canary}In0.${canary}`,
    `{"access_token":"${canary}","expires_in":3599}`,
    `refreshToken=${canary}; clientSecret=${canary}`,
    `{"clientSecret": "${canary}","accessToken":"${canary}"}`,
    `{\\"client_secret\\": \\"${canary}\\"}`,
    `https://user:${canary}@host.test/`,
    `https://contoso.sharepoint.com/_api/v2.0/monitor/1?tempAuth=v1.${canary}`,
    `GET https://graph.microsoft.com/v1.0/shares/u!${canary}/driveItem`,
    `GET https://graph.microsoft.com/v1.0/shares/u%21${canary}/driveItem`,
    `${'x'.repeat(4_090)}?sig=${canary}`,
  ];
  for (const leak of leaks) {
    it(`hides the secret of ${leak.replaceAll(canary, '…').slice(0, 60)}`, () => {
      assert.doesNotMatch(redactText(leak), new RegExp(canary));
    });
  }

  it('leaves other texts alone', () => {
    for (const text of [
      'status code=404',
      'https://x.test/a?top=5&skip=3',
      'A signal came.',
      'key points: none',
      'Ünïcode',
    ]) {
      assert.equal(redactText(text), text);
    }
  });

  it('keeps what stands beside the secret', () => {
    assert.equal(redactText('https://x.test/p?sv=1&sig=abc&b=2#c'), 'https://x.test/p?sv=1&sig=[secret]&b=2#c');
    assert.equal(redactText('next=%3Fa%3D1%26sig%3Dabc%26b%3D2'), 'next=%3Fa%3D1%26sig%3D[secret]%26b%3D2');
  });

  it('reads hostile texts once, not once for each start of a secret', () => {
    const started = performance.now();
    for (const start of ['ey-', 'sig=', 'Bearer ', '://a:', '"token":']) redactText(start.repeat(65_536));
    assert.ok(performance.now() - started < 5_000);
  });

  it('cuts long texts and says how long they were', () => {
    const text = redactText('x'.repeat(10_000));
    assert.equal(text, `${'x'.repeat(4_096)}… (10000 characters)`);
  });
});

describe('redact', () => {
  it('hides whatever stands under a telling name, at any depth', () => {
    const names = [
      'authorization',
      'Password',
      'passwd',
      'client_secret',
      'accessToken',
      'client_assertion',
      'callbackUrl',
      'notification-url',
      'TEAMS_WEBHOOK_URL',
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
      'accountKey',
      'Access-Key',
      'encryption_key',
      'privateKey',
      'sig',
      'webhook-signature',
      'Set-Cookie',
    ];
    for (const name of names) {
      assert.deepEqual(redact({ a: [{ [name]: canary }] }), { a: [{ [name]: '[secret]' }] });
    }
    assert.deepEqual(redact(new Map([['x-api-key', canary]])), { 'x-api-key': '[secret]' });
  });

  it('hides secrets in the names of members as well', () => {
    assert.deepEqual(redact({ [`https://x.test/?sig=${canary}`]: 1 }), { 'https://x.test/?sig=[secret]': 1 });
  });

  it('hides secrets, and what URLs and errors carry', () => {
    const error = Object.assign(new Error(`POST https://x.test/?sig=${canary}`, { cause: new Secret(canary) }), {
      code: 'ECONNRESET',
      request: { headers: { cookie: canary }, body: canary },
    });
    const shown = redact({ error, url: new URL(`https://x.test/?sig=${canary}`), held: new Secret(canary) });
    assert.doesNotMatch(JSON.stringify(shown), new RegExp(canary));
    assert.match(JSON.stringify(shown), /"name":"Error".*"stack":.*"code":"ECONNRESET".*"held":"\[secret\]"/);
  });

  it('shows the errors within an aggregate', () => {
    assert.match(JSON.stringify(redact(new AggregateError([new Error('inner')], 'outer'))), /outer.*inner/);
  });

  it('shows times, and what is in a set', () => {
    const time = '2026-01-31T08:00:00.000Z';
    assert.deepEqual(redact({ at: new Date(time), of: new Set([`sig=${canary}`]) }), {
      at: time,
      of: ['sig=[secret]'],
    });
  });

  it('survives circles, depth, bulk, odd values and getters that throw', () => {
    const circle: Record<string, unknown> = {
      big: 1n,
      date: new Date(Number.NaN),
      nan: Number.NaN,
      run() {},
      bytes: Buffer.from('x'),
    };
    circle.self = circle;
    Object.defineProperty(circle, 'bad', { enumerable: true, get: () => assert.fail('read') });
    assert.deepEqual(redact(circle), {
      big: '1',
      date: 'Invalid Date',
      nan: 'NaN',
      run: undefined,
      bytes: '[1 bytes]',
      self: '[circular]',
      bad: '[unreadable]',
    });
    let deep: unknown = 'bottom';
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    assert.match(JSON.stringify(redact(deep)), /^\[{6}"\[deeper\]"\]{6}$/);
    const many = redact(Array.from({ length: 1_000 }, () => 1));
    assert.ok(Array.isArray(many) && many.length === 51 && many.at(-1) === '… 950 more');
    const members = Object.entries(Object(redact({ ...Array.from({ length: 1_000 }, () => 1) })));
    assert.deepEqual([members.length, members.at(-1)], [51, ['…', '950 more']]);
  });
});

describe('Secret', () => {
  it('tells its text to whoever asks for it by name, and to nobody else', () => {
    const secret = new Secret(canary);
    assert.equal(secret.reveal(), canary);
    for (const shown of [`${secret}`, JSON.stringify({ secret }), inspect({ secret })]) {
      assert.match(shown, /\[secret\]/);
      assert.doesNotMatch(shown, new RegExp(canary));
    }
  });
});

describe('structuredLog', () => {
  function recorded() {
    const lines: { level: string; line: string }[] = [];
    const writer = (level: string) => (line: string) => void lines.push({ level, line });
    const log = structuredLog(
      { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') },
      { correlationId: 'c1', function: 'GetAlert' },
      () => new Date('2026-01-31T08:00:00Z'),
    );
    return { log, lines };
  }

  it('writes one JSON line an entry, at its level', () => {
    const { log, lines } = recorded();
    log.warn('Something happened.', { count: 2 });
    const line =
      '{"level":"warn","message":"Something happened.","time":"2026-01-31T08:00:00.000Z","correlationId":"c1","function":"GetAlert","fields":{"count":2}}';
    assert.deepEqual(lines, [{ level: 'warn', line }]);
  });

  it('lets no text break the line, forge another or drive a terminal', () => {
    const { log, lines } = recorded();
    log.info('Title', { title: '\n{"level":"fatal"}\r\u001b[31m\u0085\u2028\u2029\u009b\u007f\u202e\u2066' });
    const line = lines[0]?.line ?? '';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that must not be there.
    assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
    assert.equal(JSON.parse(line).fields.title.includes('\u009b'), true);
    assert.equal(JSON.parse(line).level, 'info');
  });

  it('writes no secret, in its message or in a field', () => {
    const { log, lines } = recorded();
    log.info(`Asked https://x.test/?sig=${canary}`, { authorization: canary, url: `https://x.test/?sig=${canary}` });
    const { message, fields } = JSON.parse(lines[0]?.line ?? '');
    const url = 'https://x.test/?sig=[secret]';
    assert.deepEqual([message, fields], [`Asked ${url}`, { authorization: '[secret]', url }]);
  });

  it('lets no field take the place of its own members', () => {
    const { log, lines } = recorded();
    log.info('Title', { level: 'fatal', correlationId: 'other' });
    const { level, correlationId } = JSON.parse(lines[0]?.line ?? '');
    assert.deepEqual({ level, correlationId }, { level: 'info', correlationId: 'c1' });
  });
});
