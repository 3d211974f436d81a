import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Problem } from '../../functions/runtime/problem.ts';
import { checkedCallback } from '../../functions/subscriptions/callbackAddress.ts';

const hostSuffixes = ['.logic.azure.com', '.environment.api.powerplatform.com'];
const production = { hostSuffixes, allowsLoopback: false };
const sandbox = { hostSuffixes, allowsLoopback: true };
const query = '/workflows/1/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sig=abc';

const accepted = [
  `https://prod-00.westeurope.logic.azure.com:443${query}`,
  `https://prod-00.westeurope.logic.azure.com${query}`,
  `https://PROD-00.westeurope.Logic.Azure.com${query}`,
  `HTTPS://prod-00.westeurope.logic.azure.com${query}`,
  `https://0123456789abcdef.05.environment.api.powerplatform.com:443/powerautomate/automations${query}`,
];

const refused = [
  // Nothing that is an address.
  '',
  'logic.azure.com',
  '/workflows/1',
  'https://',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:text/plain,x',
  'ftp://a.logic.azure.com/',
  'gopher://a.logic.azure.com/',
  // Another scheme or port.
  `http://a.logic.azure.com${query}`,
  'https://a.logic.azure.com:22/',
  'https://a.logic.azure.com:80/',
  'https://a.logic.azure.com:8443/',
  // Another host, whatever stands around it.
  'https://evil.test/',
  'https://logic.azure.com/',
  'https://.logic.azure.com/',
  'https://notlogic.azure.com/',
  'https://xlogic.azure.com/',
  'https://a.logic.azure.com.evil.test/',
  'https://logic.azure.com.evil.test/',
  'https://a.logic.azure.com./',
  'https://evil.test/.logic.azure.com',
  'https://evil.test/?x=.logic.azure.com',
  'https://evil.test#.logic.azure.com',
  'https://evil.test\\.logic.azure.com/',
  'https://evil.test%2f.logic.azure.com/',
  'https://a.logic.azure.com%2eevil.test/',
  'https://a.logic.azure%E3%80%82com/',
  'https://..logic.azure.com/',
  'https://*.logic.azure.com/',
  'https://-.logic.azure.com/',
  'https://a_b.logic.azure.com/',
  'https://127.0.0.1;.logic.azure.com/',
  'https://127.0.0.1,a.logic.azure.com/',
  'https://xn--a.logic.azure.com/',
  `https://${'a'.repeat(64)}.logic.azure.com/`,
  'https://a.l\u043egic.azure.com/',
  'https://a.logic\u3002azure.com/',
  'https://a.logic.azure.\u00adcom/',
  'https://a.log\u2060ic.azure.com/',
  // User information.
  'https://a.logic.azure.com@127.0.0.1/',
  'https://a.logic.azure.com:443@evil.test/',
  'https://user@a.logic.azure.com/',
  'https://user:word@a.logic.azure.com/',
  'https://@a.logic.azure.com/',
  'https://:@a.logic.azure.com/',
  // Characters that parsers treat in different ways.
  ' https://a.logic.azure.com/',
  'https://a.logic.azure.com/ ',
  'https://a.lo\tgic.azure.com/',
  'https://a.logic.azure.com/\r\nX-Y: z',
  'https://a.logic.azure.com/\u0000',
  'https://a.logic.azure.com/\u00a0',
  'https://a.logic.azure.com/\u0141',
  'https:\\\\a.logic.azure.com\\',
  'https:a.logic.azure.com/',
  'https:/a.logic.azure.com/',
  'https:///a.logic.azure.com/',
  '//a.logic.azure.com/',
  'https://a.logic.azure.com/#fragment',
];

const addresses = [
  '127.0.0.1',
  '127.1',
  '127.0.0.2',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '127.0.0.1.',
  '0.0.0.0',
  '0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '169。254。169。254',
  '2852039166',
  '168.63.129.16',
  '8.8.8.8',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'metadata.google.internal',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::127.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[2606:4700::1111]',
];

const problemOf = (text: string, rules: typeof production): Problem => {
  try {
    checkedCallback(text, rules);
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    return error;
  }
  assert.fail(`${text} was accepted`);
};

describe('a callback address', () => {
  for (const text of accepted)
    test(`is accepted: ${text.slice(0, 70)}…`, () => {
      for (const rules of [production, sandbox])
        assert.equal(checkedCallback(text, rules).hostname, new URL(text).hostname);
    });

  for (const text of refused)
    test(`is refused: ${JSON.stringify(text)}`, () => {
      for (const rules of [production, sandbox]) {
        const problem = problemOf(text, rules);
        assert.equal(problem.code, 'InvalidInput');
        assert.deepEqual(
          problem.faults.map(({ field }) => field),
          ['notificationUrl'],
        );
      }
    });

  for (const host of addresses)
    test(`is refused in production on ${host}`, () => {
      for (const text of [`https://${host}/`, `http://${host}/`, `https://${host}:443/x`, `http://${host}:7071/x`])
        problemOf(text, production);
    });

  test('may be on plain loopback in the sandbox, on any port, with or without TLS', () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]'])
      for (const scheme of ['http', 'https'])
        for (const port of ['', ':443', ':7071'])
          assert.equal(checkedCallback(`${scheme}://${host}${port}/x?y=z`, sandbox).hostname, host);
  });

  const plain = new Set(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST']);
  for (const host of addresses.filter((address) => !plain.has(address)))
    test(`is refused in the sandbox on ${host}`, () => {
      for (const text of [`https://${host}/`, `http://${host}:7071/x`]) problemOf(text, sandbox);
    });

  test('is not told in the problem, since it is a secret', () => {
    for (const text of [
      `https://evil.test${query}`,
      `http://a.logic.azure.com${query}`,
      `https://u:hunter2@x.test${query}`,
    ])
      assert.doesNotMatch(problemOf(text, production).message, /sig=|abc|evil|hunter2/);
  });
});
