import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { schema } from '../../functions/runtime/schema.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';

const body = schema({
  type: 'object',
  title: 'Filter',
  required: ['notificationUrl'],
  properties: {
    notificationUrl: { type: 'string', format: 'uri', 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' },
    minimumSeverity: { type: 'string', enum: ['unknown', 'informational', 'low'], 'x-ms-summary': 'Minimum severity' },
    users: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 5 }, maxItems: 3 },
    includeUpdates: { type: 'boolean', default: false },
    limit: { type: 'integer', format: 'int32', minimum: 0, maximum: 10, default: 0 },
    since: { type: 'string', format: 'date-time' },
    day: { type: 'string', format: 'date' },
    note: { type: 'string', format: 'html' },
    comment: { type: 'string', pattern: '\\S' },
    version: { type: 'string', pattern: '^\\d\\.\\d$', description: 'A version such as 1.2.' },
    codes: { type: 'array', items: { type: 'string', pattern: '^[a-z]$' } },
    nested: { type: 'object', properties: { 'a/b': { type: 'string' } } },
    open: { type: 'object', additionalProperties: true },
    parts: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
  },
});

const validate = validatorOf(body, 'body');
const notificationUrl = 'https://x.test/';
const faultsOf = (value: object) =>
  validate({ notificationUrl, ...value }).map(({ field, message }) => `${field}: ${message}`);

describe('validatorOf', () => {
  it('fills in the defaults of absent fields, and no others', () => {
    const value = { notificationUrl, limit: 3 };
    assert.deepEqual(validate(value), []);
    assert.deepEqual(value, { notificationUrl, limit: 3, includeUpdates: false });
  });

  const faulty: readonly [value: object, ...faults: string[]][] = [
    [{ minimumSeverity: 'severe' }, 'minimumSeverity: must be one of unknown, informational, low'],
    [{ users: ['a', 'b', ''] }, 'users[2]: must not be empty'],
    [{ users: ['abcdef'] }, 'users[0]: must have at most 5 characters'],
    [{ users: ['a', 'b', 'c', 'd'] }, 'users: must have at most 3 items'],
    [{ limit: '3' }, 'limit: must be a whole number'],
    [{ limit: 11 }, 'limit: must be at most 10'],
    [{ limit: -1 }, 'limit: must be at least 0'],
    [{ includeUpdates: 'true' }, 'includeUpdates: must be true or false'],
    [{ day: '2026-19-39' }, 'day: must be a date, such as 2026-01-31'],
    [{ comment: ' ' }, 'comment: must not be blank'],
    [{ version: '1' }, 'version: is not in a form that is taken here: A version such as 1.2.'],
    [{ codes: ['a', 'B'] }, 'codes[1]: is not in a form that is taken here'],
    [{ nested: { 'a/b': 1 } }, 'nested.a/b: must be a text'],
    [{ nested: { other: 1 } }, 'nested.other: is not a field of this call; it takes a/b'],
    [{ parts: [{}, { other: 1 }] }, 'parts[1].other: is not a field of this call; it takes name'],
    [{ limit: null, users: null }, 'users: must be a list', 'limit: must be a whole number'],
  ];
  for (const [value, ...faults] of faulty) {
    it(`says of ${JSON.stringify(value)} that ${faults.join(' and ')}`, () => {
      assert.deepEqual(faultsOf(value), faults);
    });
  }

  const times = {
    read: [
      '2026-01-31T08:00:00Z',
      '2024-02-29t08:00:00.1234567z',
      '2026-01-31 08:00:00+0530',
      '2026-01-31T08:00:00-02:30',
    ],
    refused: [
      'yesterday',
      '2026-01-31T08:00:00',
      '2026-02-30T08:00:00Z',
      '2026-01-31T24:00:00Z',
      '2026-12-31T23:59:60Z',
      '2026-01-31T08:00:00+02',
      '2026-01-31T08:00 (morning)Z',
    ],
  };
  it('takes each time that Date can read, with its offset, and no other text', () => {
    for (const since of times.read) {
      assert.deepEqual(faultsOf({ since }), []);
      assert.ok(!Number.isNaN(Date.parse(since)), since);
    }
    const fault = 'since: must be a date and time with its offset, such as 2026-01-31T08:00:00Z';
    for (const since of times.refused) assert.deepEqual([since, ...faultsOf({ since })], [since, fault]);
  });

  it('refuses fields that nobody declared, such as an owner', () => {
    assert.match(
      faultsOf({ ownerId: 'me' }).join(),
      /^ownerId: is not a field of this call; it takes notificationUrl, /,
    );
  });

  it('refuses __proto__ as an own field', () => {
    const value: object = JSON.parse(`{"notificationUrl":"${notificationUrl}","__proto__":{"admin":true}}`);
    assert.equal(validate(value).length, 1);
  });

  it('names what is missing, and the body itself when it is no object', () => {
    assert.deepEqual(validate({}), [{ field: 'notificationUrl', message: 'is required' }]);
    assert.deepEqual(validate(null), [{ field: 'body', message: 'must be an object' }]);
  });

  it('leaves open objects open', () => {
    assert.deepEqual(faultsOf({ open: { anything: { at: ['all'] } } }), []);
  });

  it('names no more faults than somebody reads', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field${index}`, 1]));
    assert.equal(faultsOf(many).length, 20);
  });

  it('answers hostile texts at once, in every format', () => {
    const hostile = `${'a'.repeat(50_000)}!`;
    const formats = ['date-time', 'date', 'uri', 'email', 'uuid', 'byte', 'html'] as const;
    const started = performance.now();
    for (const format of formats) validatorOf({ type: 'string', format }, 'text')(`https://${hostile}@${hostile}`);
    assert.ok(performance.now() - started < 5_000);
  });
});
