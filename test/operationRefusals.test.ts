import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { JWTPayload } from 'jose';
import { roles } from '../functions/runtime/caller.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import type { ProblemCode } from '../functions/runtime/problem.ts';
import { users } from '../sandbox/contoso/users.ts';
import { assertProblem } from './assertProblem.ts';
import { type BackEnd, startBackEnd } from './backEnd.ts';
import { exampleCall } from './exampleCall.ts';
import type { Call } from './sendCall.ts';
import { sendTraced } from './sendTraced.ts';
import { signedIn } from './signedIn.ts';
import { allOperations, bodyOperations, leastToken, roleOperations } from './tableOfContents.ts';

const bodyLimitBytes = 65_536;

describe('every operation', () => {
  let backEnd: BackEnd;
  before(async () => {
    backEnd = await startBackEnd({ BODY_LIMIT_BYTES: String(bodyLimitBytes) });
  });
  after(() => backEnd.stop());

  const megan = (claims?: JWTPayload) => signedIn(backEnd).tokenOf(users.megan, claims);
  const app = (claims: JWTPayload) => signedIn(backEnd).appToken(claims);

  const assertRefused = async (operation: Operation<never>, call: Call, code: ProblemCode, ...fields: string[]) =>
    assertProblem(await sendTraced(backEnd, operation, call), code, ...fields);

  /** What the example shows, from a caller who may. */
  const allowedCall = async (operation: Operation<never>): Promise<Call> => ({
    ...exampleCall(operation),
    ...(await leastToken(backEnd, operation)),
  });

  test('is registered under its own id, method and path, and nothing else is', async () => {
    const registered = backEnd.stdout().match(/^http .*$/gm) ?? [];
    const declared = allOperations.map(
      ({ operationId, method, path }) => `http  ${operationId}  ${method} /api${path}`,
    );
    assert.deepEqual(registered.sort(), declared.sort());
    for (const target of ['GET /', 'GET /nothing', 'PUT /alerts', 'GET /alerts/1/2/3', 'POST /health/live'] as const) {
      const { status } = await backEnd.call(target, { token: await megan() });
      assert.deepEqual([target, status], [target, 404]);
    }
  });

  // That every operation is closed to bad tokens of each kind is for test/doors to show; here is what it declares.
  test('asks for a token, the scope, and the role that it names', async () => {
    for (const operation of roleOperations) {
      const { role } = operation.access;
      const call = exampleCall(operation);
      const sent = await sendTraced(backEnd, operation, call);
      assertProblem(sent, 'TokenMissing');
      assert.equal(sent.answer.headers.get('www-authenticate'), 'Bearer');
      await assertRefused(operation, { ...call, token: await megan({ scp: 'openid profile' }) }, 'ScopeMissing');
      const lesser = roles.slice(0, roles.indexOf(role));
      await assertRefused(operation, { ...call, token: await megan({ roles: lesser }) }, 'RoleMissing');
    }
  });

  test('is for people only, or lets an app in that holds the role', async () => {
    for (const operation of roleOperations) {
      const { role, callers } = operation.access;
      const { parameters, body } = exampleCall(operation);
      // Seen by a caller who is let in, before anything happens.
      const call = { parameters: { ...parameters, unheardOf: 1 }, body };
      const token = await app({ roles: [role] });
      await assertRefused(operation, { ...call, token }, callers === 'people' ? 'AppsNotAllowed' : 'InvalidInput');
      if (callers === 'people') continue;
      await assertRefused(operation, { ...call, token: await app({ roles: undefined }) }, 'RoleMissing');
    }
  });

  test('names a query parameter that it does not know', async () => {
    for (const operation of allOperations) {
      const call = await allowedCall(operation);
      const parameters = { ...call.parameters, unheardOf: 'x' };
      await assertRefused(operation, { ...call, parameters }, 'InvalidInput', 'query.unheardOf');
    }
  });

  test('names a body field that it does not know, and each that it misses', async () => {
    for (const operation of bodyOperations) {
      const call = await allowedCall(operation);
      const body: Record<string, unknown> = Object(call.body);
      await assertRefused(operation, { ...call, body: { ...body, unheardOf: 1 } }, 'InvalidInput', 'unheardOf');
      for (const missing of operation.body.required ?? []) {
        await assertRefused(operation, { ...call, body: { ...body, [missing]: undefined } }, 'InvalidInput', missing);
      }
    }
  });

  test('takes a body of JSON only, well-formed, and not too large', async () => {
    const faulty: readonly (readonly [change: (text: string) => Call, code: ProblemCode, ...fields: string[]])[] = [
      [(text) => ({ body: text.slice(0, -1) }), 'InvalidInput', 'body'],
      [() => ({ body: '[]' }), 'InvalidInput', 'body'],
      [() => ({ headers: { 'content-type': 'text/plain' } }), 'UnsupportedMediaType'],
      [(text) => ({ body: text.padEnd(bodyLimitBytes + 1) }), 'TooLarge'],
    ];
    assert.ok(bodyOperations.length > 2 * faulty.length);
    // Each operation in its turn: what they share is how they read a body at all.
    for (const [row, operation] of bodyOperations.entries()) {
      const [change, code, ...fields] = faulty[row % faulty.length] ?? assert.fail();
      const call = await allowedCall(operation);
      await assertRefused(operation, { ...call, ...change(JSON.stringify(call.body)) }, code, ...fields);
    }
  });
});
