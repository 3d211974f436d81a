import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { JWTPayload } from 'jose';
import { roles } from '../functions/runtime/caller.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import type { ProblemCode } from '../functions/runtime/problem.ts';
import { foreignClient } from '../sandbox/contoso/applications.ts';
import { users } from '../sandbox/contoso/users.ts';
import { assertProblem } from './assertProblem.ts';
import { type BackEnd, startBackEnd } from './backEnd.ts';
import { exampleCall } from './exampleCall.ts';
import type { Call } from './sendCall.ts';
import { sendTraced } from './sendTraced.ts';
import { allOperations, bodyOperations, leastToken, roleOperations } from './tableOfContents.ts';

const bodyLimitBytes = 65_536;

describe('every operation', () => {
  let backEnd: BackEnd;
  before(async () => {
    backEnd = await startBackEnd({ BODY_LIMIT_BYTES: String(bodyLimitBytes) });
  });
  after(() => backEnd.stop());

  const megan = (claims: JWTPayload = {}) => backEnd.tokenOf(users.megan, claims);

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

  test('asks for a token where it names a role', async () => {
    for (const operation of roleOperations) {
      const call = exampleCall(operation);
      const sent = await sendTraced(backEnd, operation, call);
      assertProblem(sent, 'TokenMissing');
      assert.equal(sent.answer.headers.get('www-authenticate'), 'Bearer');
      await assertRefused(operation, { ...call, token: 'a.b.c' }, 'TokenNotAccepted');
    }
  });

  test('asks for the scope, the role, and a client that is allowed', async () => {
    for (const operation of roleOperations) {
      const { role } = operation.access;
      const refused = async (claims: JWTPayload, code: ProblemCode) =>
        assertRefused(operation, { ...exampleCall(operation), token: await megan(claims) }, code);
      await refused({ roles: [role], scp: 'openid profile' }, 'ScopeMissing');
      await refused({ roles: [role], azp: foreignClient.clientId }, 'ClientNotAllowed');
      await refused({ roles: undefined }, 'RoleMissing');
      await refused({ roles: ['Purview.Everything'] }, 'RoleMissing');
      const lesser = roles[roles.indexOf(role) - 1];
      if (lesser !== undefined) await refused({ roles: [lesser] }, 'RoleMissing');
    }
  });

  test('is for people only, or lets an app in that holds the role', async () => {
    for (const operation of roleOperations) {
      const { role, callers } = operation.access;
      const { parameters, body } = exampleCall(operation);
      // Seen by a caller who is let in, before anything happens.
      const call = { parameters: { ...parameters, unheardOf: 1 }, body };
      const token = await backEnd.appToken({ roles: [role] });
      await assertRefused(operation, { ...call, token }, callers === 'people' ? 'AppsNotAllowed' : 'InvalidInput');
      const powerless = await backEnd.appToken({ roles: undefined });
      await assertRefused(
        operation,
        { ...call, token: powerless },
        callers === 'people' ? 'AppsNotAllowed' : 'RoleMissing',
      );
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
    for (const operation of bodyOperations) {
      const call = await allowedCall(operation);
      const text = JSON.stringify(call.body);
      await assertRefused(operation, { ...call, body: text.slice(0, -1) }, 'InvalidInput', 'body');
      await assertRefused(operation, { ...call, body: '[]' }, 'InvalidInput', 'body');
      await assertRefused(operation, { ...call, headers: { 'content-type': 'text/plain' } }, 'UnsupportedMediaType');
      await assertRefused(operation, { ...call, body: text.padEnd(bodyLimitBytes + 1) }, 'TooLarge');
    }
  });
});
