import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RestError } from '@azure/data-tables';
import type { Caller } from '../../functions/runtime/caller.ts';
import type { Begun, IdempotencyStore, KeyedCall } from '../../functions/runtime/idempotency.ts';
import { operation, type UntypedReply } from '../../functions/runtime/operation.ts';
import { Problem } from '../../functions/runtime/problem.ts';
import { responseFaults } from '../../functions/runtime/responseFaults.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { invoke, openToAll } from './invoke.ts';

const described = {
  operationId: 'TryThing',
  method: 'POST',
  path: '/things/{thingId}',
  summary: 'Try a thing',
  description: 'Tries a thing.',
  visibility: 'none',
  audience: 'unlisted',
  graph: {},
} as const;

const echo = operation({
  ...described,
  repeat: 'key',
  access: { role: 'Purview.Reader', callers: 'people' },
  parameters: {
    thingId: { in: 'path', type: 'string', maxLength: 10 },
    top: { in: 'query', type: 'integer', minimum: 1, maximum: 100, default: 20 },
    users: { in: 'query', type: 'array', items: { type: 'string', minLength: 2 } },
    exact: { in: 'query', type: 'boolean' },
    since: { in: 'query', type: 'string', format: 'date-time' },
    'If-Match': { in: 'header', type: 'string' },
  },
  body: {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' }, size: { type: 'string', enum: ['small', 'large'], default: 'small' } },
  },
  responses: {
    200: { description: 'Done.', schema: { type: 'object', additionalProperties: true } },
    201: {
      description: 'Made.',
      headers: { Location: { type: 'string', description: 'Where it is.' } },
      schema: { type: 'object', additionalProperties: true },
    },
  },
  example: { reply: { status: 200, body: {} } },
  handler: async ({ effect = async () => {} }: { effect?: () => Promise<void> }, { parameters, body, caller }) => {
    await effect();
    return { status: 200, body: { parameters, body, caller: caller.objectId } };
  },
});

const megan: Caller = {
  kind: 'person',
  tenantId: 'tenant',
  objectId: 'megan',
  clientId: 'client',
  roles: ['Purview.Reader'],
  token: new Secret('the-token'),
};
const signedIn = { ...openToAll, authorize: async () => megan };
const params = { thingId: 't1' };

/** An operation without input that ends as told. */
const ending = (handler: () => Promise<UntypedReply>) =>
  operation({
    ...described,
    repeat: 'safe',
    access: 'public',
    parameters: {},
    responses: { 200: { description: 'Done.' }, 204: { description: 'Nothing.' } },
    example: { reply: { status: 204 } },
    // Some of these break what is declared, which the compiler would not let an operation do.
    handler: async () => (await handler()) as { status: 200 },
  });
const failing = (error: unknown) =>
  ending(async () => {
    throw error;
  });

describe('httpHandler, reading input', () => {
  it('hands the handler parameters and body as their schemas declare, defaults filled in', async () => {
    const query = 'users=ann,%20bob&exact=True&since=2026-01-31T08:00:00Z';
    const headers = { 'if-match': 'W/"1"' };
    const { status, json } = await invoke(echo, signedIn, { params, query, headers, body: { name: 'x' } });
    assert.equal(status, 200);
    assert.deepEqual(json, {
      parameters: {
        thingId: 't1',
        top: 20,
        users: ['ann', 'bob'],
        exact: true,
        since: '2026-01-31T08:00:00Z',
        'If-Match': 'W/"1"',
      },
      body: { name: 'x', size: 'small' },
      caller: 'megan',
    });
  });

  it('takes repeated query parameters for a list, and empty ones for absent', async () => {
    const { json } = await invoke(echo, signedIn, { params, query: 'users=ann&users=bob&top=', body: { name: 'x' } });
    assert.deepEqual(json.parameters, { thingId: 't1', top: 20, users: ['ann', 'bob'] });
  });

  it('names every fault of parameters and body at once, where the caller wrote it', async () => {
    const query = 'top=1e9&users=ann,b&exact=maybe&since=now&$filter=x&top2=';
    const { status, json } = await invoke(echo, signedIn, { params, query, body: { size: 'huge', ownerId: 'me' } });
    assert.equal(status, 400);
    assert.deepEqual(json.faults, [
      { field: 'query.top', message: 'must be a whole number' },
      { field: 'query.users[1]', message: 'must have at least 2 characters' },
      { field: 'query.exact', message: 'must be true or false' },
      {
        field: 'query.since',
        message: 'must be a date and time with its offset, such as 2026-01-31T08:00:00Z',
      },
      { field: 'query.$filter', message: 'is not a query parameter of this call; it takes top, users, exact, since' },
      { field: 'query.top2', message: 'is not a query parameter of this call; it takes top, users, exact, since' },
      { field: 'name', message: 'is required' },
      { field: 'ownerId', message: 'is not a field of this call; it takes name, size' },
      { field: 'size', message: 'must be one of small, large' },
    ]);
  });

  it('refuses one value given twice', async () => {
    const { status, json } = await invoke(echo, signedIn, { params, query: 'top=1&top=2', body: { name: 'x' } });
    assert.equal(status, 400);
    assert.deepEqual(json.faults, [{ field: 'query.top', message: 'must be given once' }]);
  });

  it('asks for what is required, also where it came empty', async () => {
    const { status, json } = await invoke(echo, signedIn, { params: { thingId: '' }, body: { name: 'x' } });
    assert.equal(status, 400);
    assert.deepEqual(json.faults, [{ field: 'path.thingId', message: 'is required' }]);
  });

  it('names no more unknown query parameters than somebody reads', async () => {
    const query = Array.from({ length: 1_000 }, (_, nth) => `q${nth}=`).join('&');
    const { json } = await invoke(echo, signedIn, { params, query, body: { name: 'x' } });
    assert.equal([json.faults].flat().length, 20);
  });

  it('writes of a refused call what was wrong where, and nothing that the caller wrote', async () => {
    const { lines } = await invoke(echo, signedIn, { params, body: { name: 'x', size: 'a canary' } });
    assert.match(lines.join(), /"code":"InvalidInput","faults":\["size"\]/);
    const refusal = new Problem('NotFound', 'There is no a canary.');
    const refused = await invoke(failing(refusal), openToAll);
    assert.match(refused.lines.join(), /"code":"NotFound"/);
    assert.doesNotMatch([...lines, ...refused.lines].join(), /canary/);
  });

  it('authorizes before it reads the body', async () => {
    const authorize = async () => {
      throw new Problem('TokenMissing', 'Send a token.');
    };
    const { status, headers } = await invoke(echo, { ...openToAll, authorize }, { params, body: '{' });
    assert.equal(status, 401);
    assert.equal(headers.get('www-authenticate'), 'Bearer');
  });

  it('hands the authorization header and nothing else to authorization', async () => {
    const seen: unknown[] = [];
    const authorize = async (...given: unknown[]) => {
      seen.push(given);
      return megan;
    };
    const headers = { authorization: 'Bearer abc', 'x-ms-client-principal': 'eyJhZG1pbiI6dHJ1ZX0=' };
    await invoke(echo, { ...openToAll, authorize }, { params, headers, body: { name: 'x' } });
    assert.deepEqual(seen, [['Bearer abc', echo.access]]);
  });
});

describe('httpHandler, answering', () => {
  it('forbids caching and sniffing, and gives the caller’s correlation id back', async () => {
    const headers = { 'x-correlation-id': 'flow-run:08584.1' };
    const answer = await invoke(echo, signedIn, { params, headers, body: { name: 'x' } });
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('x-correlation-id'), 'flow-run:08584.1');
    assert.match(answer.lines.join(), /"correlationId":"flow-run:08584.1"/);
  });

  it('takes the trace id where there is no correlation id, and makes one where both are unusable', async () => {
    const trace = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
    const traced = await invoke(echo, signedIn, { params, headers: trace });
    assert.equal(traced.headers.get('x-correlation-id'), '4bf92f3577b34da6a3ce929d0e0e4736');
    const zero = { 'x-correlation-id': 'a b"}', traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` };
    const made = await invoke(echo, signedIn, { params, headers: zero });
    assert.match(made.headers.get('x-correlation-id') ?? '', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  it('sends no body, and no content type, where there is none', async () => {
    const answer = await invoke(
      ending(async () => ({ status: 204 })),
      openToAll,
    );
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.has('content-type'), false);
    assert.equal(answer.text, '');
  });

  it('sends a text of the operation’s own content type as it is, and lets no browser guess another', async () => {
    const headers = { 'Content-Type': 'text/html', 'X-Content-Type-Options': 'guess' };
    const answer = await invoke(
      ending(async () => ({ status: 200, headers, body: '<p>' })),
      openToAll,
    );
    assert.equal(answer.headers.get('content-type'), 'text/html');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.text, '<p>');
  });

  it('answers 500 for a status that is not declared, and for a header that could be two', async () => {
    assert.equal(
      (
        await invoke(
          ending(async () => ({ status: 299, body: {} })),
          openToAll,
        )
      ).status,
      500,
    );
    const injecting = ending(async () => ({ status: 200, headers: { Location: 'x\r\nSet-Cookie: y' } }));
    const answer = await invoke(injecting, openToAll);
    assert.equal(answer.status, 500);
    assert.equal(answer.headers.has('set-cookie'), false);
  });
});

describe('responseFaults', () => {
  it('finds what an answer holds beyond its schema, or lacks', () => {
    const { responses } = operation({
      ...described,
      repeat: 'safe',
      access: 'public',
      parameters: {},
      responses: {
        200: {
          description: 'Done.',
          headers: { Location: { type: 'string', description: 'Where it is.' } },
          schema: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
        },
        204: { description: 'Nothing.' },
      },
      example: { reply: { status: 204 } },
      handler: async () => ({ status: 204 }),
    });
    const headers = { Location: '/x' };
    assert.deepEqual(responseFaults(responses, { status: 200, headers, body: { id: 'a' } }), []);
    assert.deepEqual(responseFaults(responses, { status: 204 }), []);
    const fields = (reply: UntypedReply) => responseFaults(responses, reply).map(({ field }) => field);
    assert.deepEqual(fields({ status: 200, headers, body: { etag: 'x' } }), ['id', 'etag']);
    assert.deepEqual(fields({ status: 200, body: { id: 'a' } }), ['header.Location']);
    assert.deepEqual(fields({ status: 200, headers }), ['body']);
    assert.deepEqual(fields({ status: 204, body: {} }), ['body']);
    assert.deepEqual(fields({ status: 202 }), ['status']);
  });
});

describe('httpHandler, failing', () => {
  it('gives a problem its RFC 9457 members and the error that Power Automate shows', async () => {
    const { status, json, headers } = await invoke(failing(new Problem('NotFound', 'Look elsewhere.')), openToAll);
    assert.equal(status, 404);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.deepEqual(json, {
      type: 'urn:purview-response:problem:NotFound',
      title: 'Not found',
      status: 404,
      detail: 'Look elsewhere.',
      instance: `urn:purview-response:call:${headers.get('x-correlation-id')}`,
      error: { code: 'NotFound', message: 'Look elsewhere.' },
    });
  });

  const upstream = (kind: UpstreamError['kind'], retryAfterMs?: number) =>
    new UpstreamError({
      service: 'Microsoft Graph',
      kind,
      detail: 'it failed at https://x.test/?sig=abc.',
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });

  const outages: readonly [title: string, error: unknown, status: number, code: string, retryAfter: string][] = [
    ['throttling', upstream('throttled', 1_500), 429, 'UpstreamThrottled', '2'],
    ['throttling without a wait', upstream('throttled'), 429, 'UpstreamThrottled', '10'],
    ['a wait of nothing', upstream('throttled', 0), 429, 'UpstreamThrottled', '1'],
    ['a fault upstream', upstream('fault'), 502, 'UpstreamFault', '10'],
    ['an absent upstream', upstream('away'), 503, 'UpstreamAway', '10'],
    ['our own rate limit without a wait', new Problem('TooManyRequests', 'Wait.'), 429, 'TooManyRequests', '10'],
    [
      'our own rate limit',
      new Problem('TooManyRequests', 'Wait.', { retryAfterSeconds: 7 }),
      429,
      'TooManyRequests',
      '7',
    ],
  ];
  for (const [title, error, status, code, retryAfter] of outages) {
    it(`answers ${title} with ${status} and a wait`, async () => {
      const answer = await invoke(failing(error), openToAll);
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get('retry-after'), retryAfter);
      assert.equal(answer.json.type, `urn:purview-response:problem:${code}`);
      assert.doesNotMatch(answer.text + answer.lines.join(), /sig=abc/);
      const line = error instanceof UpstreamError ? /"level":"warn".*it failed at/ : /"level":"info".*TooManyRequests/;
      assert.match(answer.lines.join(), line);
    });
  }

  it('tells machines what is wrong with a token', async () => {
    for (const [code, challenge] of [
      ['TokenMissing', 'Bearer'],
      ['TokenNotAccepted', 'Bearer error="invalid_token"'],
      ['ScopeMissing', 'Bearer error="insufficient_scope", scope="access_as_user"'],
      ['RoleMissing', null],
    ] as const) {
      const { headers } = await invoke(failing(new Problem(code, 'Sign in.')), openToAll);
      assert.deepEqual([code, headers.get('www-authenticate')], [code, challenge]);
    }
  });

  it('keeps the details of anything else in the log', async () => {
    for (const error of [
      new TypeError('secret sauce'),
      new RestError('connect 127.0.0.1', { statusCode: 400 }),
      'secret sauce',
    ]) {
      const { status, text, lines, headers } = await invoke(failing(error), openToAll);
      assert.equal(status, 500);
      assert.doesNotMatch(text, /sauce|127\.0\.0\.1|TypeError/);
      assert.ok(text.includes(headers.get('x-correlation-id') ?? '?'));
      assert.match(lines.join(), /"level":"error".*(sauce|connect)/);
    }
  });

  it('answers even where its dependencies cannot be made', async () => {
    const broken = {
      ...openToAll,
      get authorize(): never {
        throw new Error('no settings');
      },
    };
    assert.equal((await invoke(echo, broken, { params })).status, 500);
  });
});

describe('httpHandler, with an idempotency key', () => {
  class Remembering implements IdempotencyStore {
    readonly calls = new Map<
      string,
      { requestHash: string; reply?: UntypedReply; ended?: 'unknown' | 'answerNotKept' }
    >();
    finishing = async (): Promise<void> => {};
    forgetting = async (): Promise<void> => {};

    async begin({ scope, key, requestHash }: KeyedCall): Promise<Begun> {
      const id = `${scope} ${key}`;
      const known = this.calls.get(id);
      if (known && known.requestHash !== requestHash) return { state: 'conflict' };
      if (known?.reply) return { state: 'replay', reply: known.reply };
      if (known) return { state: known.ended ?? 'running' };
      this.calls.set(id, { requestHash });
      return {
        state: 'new',
        finish: async (reply) => {
          await this.finishing();
          this.calls.set(id, { requestHash, reply });
        },
        abandon: async () => {
          await this.forgetting();
          this.calls.delete(id);
        },
        doubt: async () => void this.calls.set(id, { requestHash, ended: 'unknown' }),
      };
    }
  }

  const keyed = (body: unknown, key = 'k1') => ({ params, headers: { 'idempotency-key': key }, body });

  function counting(idempotency = new Remembering()) {
    const counter = { effects: 0 };
    const effect = async () => {
      counter.effects += 1;
    };
    return { counter, idempotency, dependencies: { ...signedIn, idempotency, effect } };
  }

  it('answers a repeat with the first answer, and has the effect once', async () => {
    const { counter, dependencies } = counting();
    const first = await invoke(echo, dependencies, keyed({ name: 'x', size: 'large' }));
    const second = await invoke(echo, dependencies, keyed({ size: 'large', name: 'x' }));
    assert.equal(second.status, 200);
    assert.equal(second.text, first.text);
    assert.equal(counter.effects, 1);
  });

  it('refuses the key for another input', async () => {
    const { counter, dependencies } = counting();
    await invoke(echo, dependencies, keyed({ name: 'x' }));
    const other = await invoke(echo, dependencies, keyed({ name: 'y' }));
    assert.deepEqual([other.status, other.json.type], [409, 'urn:purview-response:problem:IdempotencyKeyReused']);
    const elsewhere = await invoke(echo, dependencies, { ...keyed({ name: 'x' }), params: { thingId: 't2' } });
    assert.equal(elsewhere.status, 409);
    assert.equal(counter.effects, 1);
  });

  it('refuses the key while the first call runs', async () => {
    const { dependencies } = counting();
    const { promise, resolve } = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const effect = () => {
      started.resolve();
      return promise;
    };
    const first = invoke(echo, { ...dependencies, effect }, keyed({ name: 'x' }));
    await started.promise;
    const second = await invoke(echo, dependencies, keyed({ name: 'x' }));
    assert.deepEqual([second.status, second.json.type], [409, 'urn:purview-response:problem:IdempotencyKeyInUse']);
    assert.equal(second.headers.get('retry-after'), '5');
    resolve();
    assert.equal((await first).status, 200);
  });

  it('forgets a call that failed, so that a repeat tries again', async () => {
    const { counter, dependencies } = counting();
    for (const error of [new Error('bug'), new Problem('Conflict', 'Not now.')]) {
      const effect = async () => {
        throw error;
      };
      assert.ok((await invoke(echo, { ...dependencies, effect }, keyed({ name: 'x' }))).status >= 400);
    }
    assert.equal((await invoke(echo, dependencies, keyed({ name: 'x' }))).status, 200);
    assert.equal(counter.effects, 1);
  });

  it('keeps the key of a call that may have taken effect, and tells both callers to look first', async () => {
    const { counter, dependencies } = counting();
    const effect = async () => {
      throw new UpstreamError({ service: 'Graph', kind: 'away', detail: 'it did not answer.', effect: 'unknown' });
    };
    const first = await invoke(echo, { ...dependencies, effect }, keyed({ name: 'x' }));
    assert.equal(first.status, 503);
    assert.match(String(first.json.detail), /look before you repeat it\. With the same Idempotency-Key .* refused\.$/);
    const second = await invoke(echo, dependencies, keyed({ name: 'x' }));
    assert.deepEqual([second.status, second.json.type], [409, 'urn:purview-response:problem:OutcomeUnknown']);
    assert.equal(counter.effects, 0);
  });

  it('forgets a call that reached nobody, so that a repeat tries again', async () => {
    const { counter, dependencies } = counting();
    for (const kind of ['throttled', 'fault', 'away'] as const) {
      const effect = async () => {
        throw new UpstreamError({ service: 'Graph', kind, detail: 'it said no.' });
      };
      const { json } = await invoke(echo, { ...dependencies, effect }, keyed({ name: 'x' }));
      assert.equal(json.detail, 'Graph: it said no.');
    }
    assert.equal((await invoke(echo, dependencies, keyed({ name: 'x' }))).status, 200);
    assert.equal(counter.effects, 1);
  });

  it('refuses the repeat of a call whose answer was too large to keep', async () => {
    const { idempotency, counter, dependencies } = counting();
    await invoke(echo, dependencies, keyed({ name: 'x' }));
    for (const [id, { requestHash }] of idempotency.calls)
      idempotency.calls.set(id, { requestHash, ended: 'answerNotKept' });
    const second = await invoke(echo, dependencies, keyed({ name: 'x' }));
    assert.deepEqual([second.status, second.json.type], [409, 'urn:purview-response:problem:AnswerNotKept']);
    assert.equal(counter.effects, 1);
  });

  it('keeps the keys of two people apart, and of two operations', async () => {
    const { counter, dependencies } = counting();
    await invoke(echo, dependencies, keyed({ name: 'x' }));
    for (const other of [{ objectId: 'adele' }, { tenantId: 'another' }]) {
      const theirs = { ...dependencies, authorize: async () => ({ ...megan, ...other }) };
      assert.equal((await invoke(echo, theirs, keyed({ name: 'y' }))).status, 200);
    }
    const another = { ...echo, operationId: 'TryAnotherThing' };
    assert.equal((await invoke(another, dependencies, keyed({ name: 'y' }))).status, 200);
    assert.equal(counter.effects, 4);
  });

  it('takes no key for an operation that may be repeated', async () => {
    const { idempotency, dependencies } = counting();
    const safe = { ...echo, repeat: 'safe' } as const;
    for (const name of ['x', 'y']) assert.equal((await invoke(safe, dependencies, keyed({ name }))).status, 200);
    assert.equal(idempotency.calls.size, 0);
  });

  it('answers with success when only the remembering failed', async () => {
    const { idempotency, dependencies } = counting();
    idempotency.finishing = async () => {
      throw new Error('storage is away');
    };
    const { status, lines } = await invoke(echo, dependencies, keyed({ name: 'x' }));
    assert.equal(status, 200);
    assert.match(lines.join(), /Could not keep the answer/);
  });

  it('says why a call failed when only the forgetting failed', async () => {
    const { idempotency, dependencies } = counting();
    idempotency.forgetting = async () => {
      throw new Error('storage is away');
    };
    const effect = async () => {
      throw new Problem('Conflict', 'Not now.');
    };
    const { status, lines } = await invoke(echo, { ...dependencies, effect }, keyed({ name: 'x' }));
    assert.equal(status, 409);
    assert.match(lines.join(), /Could not note how a keyed call failed.*storage is away/);
  });

  it('refuses a key that is too long', async () => {
    const { status, json } = await invoke(echo, signedIn, keyed({ name: 'x' }, 'k'.repeat(201)));
    assert.equal(status, 400);
    assert.deepEqual(json.faults, [{ field: 'header.Idempotency-Key', message: 'must have at most 200 characters' }]);
  });
});
