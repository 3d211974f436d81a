import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { graphUses } from '../connector/metadata/graphUses.ts';
import { backlog } from '../functions/health/backlog.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import { responseFaults } from '../functions/runtime/responseFaults.ts';
import { Secret } from '../functions/runtime/secret.ts';
import { validatorOf } from '../functions/runtime/validator.ts';
import { openTable, type Table } from '../functions/storage/table.ts';
import { users } from '../sandbox/contoso/users.ts';
import type { AdmittedRequest } from '../sandbox/graph/requestCounts.ts';
import { assertProblem } from './assertProblem.ts';
import { azurite } from './azurite.ts';
import { type BackEnd, startBackEnd } from './backEnd.ts';
import { createExisting, type Existing } from './existing.ts';
import { permissionFaults } from './permissionFaults.ts';
import { createPermissionMap, withoutPermissionMap } from './permissionMap.ts';
import type { Answer, Call } from './sendCall.ts';
import { sendTraced } from './sendTraced.ts';
import { allOperations, appOperations, leastToken } from './tableOfContents.ts';

describe('every operation, called as its example shows, about things that exist,', () => {
  let backEnd: BackEnd;
  let existing: Existing;
  let approvalTable: Table;
  before(async () => {
    // No poll comes between two looks at what Graph was asked.
    const never = '0 0 0 1 1 *';
    backEnd = await startBackEnd({
      ALERT_POLL_SCHEDULE: never,
      INCIDENT_POLL_SCHEDULE: never,
      ACTIVITY_POLL_SCHEDULE: never,
      EDISCOVERY_CALLS_PER_MINUTE: '1000',
    });
    existing = await createExisting(backEnd);
    const connectionString = new Secret((await azurite()).connectionString);
    approvalTable = openTable({ connectionString }, 'purviewApprovals');
  });
  after(async () => {
    await backEnd.stop();
    await existing.close();
  });

  const callOf = (operation: Operation<never>): Promise<Call> => existing.callOf(operation);

  const succeed = async (operation: Operation<never>, call: Call): Promise<Answer> => {
    const { answer, of } = await sendTraced(backEnd, operation, call);
    const { status, body } = answer;
    assert.ok(status >= 200 && status < 300, `${of}: ${status} ${answer.text}`);
    assert.doesNotMatch(answer.text, credentialOfMonitor, of);
    const declared = Object.keys(operation.responses[status]?.headers ?? {});
    const headers = Object.fromEntries(
      declared.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name) ?? '']] : [])),
    );
    assert.deepEqual([of, ...responseFaults(operation.responses, { status, body, headers })], [of]);
    return answer;
  };

  /** What each operation asked of Graph, for people and for apps. */
  const watched = new Map<Operation<never>, readonly AdmittedRequest[]>();

  const watch = async (operation: Operation<never>, send: () => Promise<Answer>): Promise<Answer> => {
    const { admitted } = backEnd.graph.requests;
    const earlier = admitted.length;
    const answer = await send();
    const asked = admitted.slice(earlier);
    watched.set(operation, [...(watched.get(operation) ?? []), ...asked]);
    // What Graph logs of a call can be found by what the caller was told of it.
    const correlationId = answer.headers.get('x-correlation-id');
    for (const { route, clientRequestId } of asked)
      assert.deepEqual([operation.operationId, route, clientRequestId], [operation.operationId, route, correlationId]);
    return answer;
  };

  /** Where two people decide, asking for it is but the first step: another approves, and then it is carried out. */
  const watchToTheEnd = async (operation: Operation<never>, call: Call): Promise<void> => {
    const { body, text: first } = await watch(operation, () => succeed(operation, call));
    assert.doesNotMatch(first, credentialOfMonitor, operation.operationId);
    if (operation.body?.properties.step === undefined) return;
    const { approvalId } = Object(Object(body).approval);
    const next = (step: string) => ({ ...call, body: { ...Object(call.body), step, approvalId } });
    const token = await backEnd.tokenOf(users.joni, { roles: ['Purview.Administrator'] });
    await succeed(operation, { ...next('approve'), token });
    // What the example speaks of may not be such that it can be done; Graph is asked all the same.
    const { status, text } = await watch(operation, () => backEnd.call(operation, next('carryOut')));
    assert.ok(status < 500, `${operation.operationId}: ${status} ${text}`);
  };

  test('answers what it declares, to a caller with no more than its role', async () => {
    for (const operation of allOperations) await watchToTheEnd(operation, await callOf(operation));
    assert.doesNotMatch(backEnd.stdout() + backEnd.stderr(), credentialOfMonitor);
  });

  test('answers an app as well, where it has permissions of its own for it', async () => {
    for (const operation of appOperations.filter(({ graph }) => graph.application !== undefined)) {
      const call = await callOf(operation);
      // An app posts where the webhook leads, and must not name a place.
      const { teamId, channelId, ...body } = Object(call.body);
      const token = await backEnd.appToken({ roles: [operation.access.role] });
      await watch(operation, () => succeed(operation, { ...call, token, ...(call.body !== undefined && { body }) }));
    }
  });

  test('asks Graph only for what its permissions allow, which are the least', { skip: withoutPermissionMap }, () => {
    const published = createPermissionMap();
    const faults = allOperations.flatMap((operation) => {
      const { operationId: name, graph: declared } = operation;
      return permissionFaults({ name, declared, asked: watched.get(operation) ?? [] }, published);
    });
    assert.deepEqual(faults, []);
  });

  test('asks Graph for no path that "npm run drift" does not look at', async () => {
    const { paths } = await graphUses(join(import.meta.dirname, '..'));
    const known = new Set(paths.map(({ version, path }) => (version === 'beta' ? `/beta${path}` : path)));
    const asked = [...watched.values()]
      .flat()
      .map(({ route }) => route.replace(/^\S+ /, '').replaceAll(/\{\w+\}/g, '{}'));
    assert.notEqual(asked.length, 0);
    assert.deepEqual(
      [...new Set(asked)].filter((path) => !known.has(path)),
      [],
    );
  });

  test('hands on that Graph refuses, asks to wait or is away, and calls none of it its own fault', async () => {
    const { faults } = backEnd.graph;
    // Longer than a call may take, so that it is not waited for.
    const retryAfter = { seconds: 600 };
    const cases = [
      { fault: { kind: 'failed', status: 403 }, fits: (status: number) => status === 403 },
      // Some part of what was asked is not there, or the interface itself.
      { fault: { kind: 'failed', status: 404 }, fits: (status: number) => status === 404 || status === 409 },
      { fault: { kind: 'throttled', retryAfter }, fits: (status: number) => status === 429 },
      { fault: { kind: 'failed', status: 503, retryAfter }, fits: (status: number) => status === 503 },
    ] as const;
    const ofGraph = allOperations.filter((operation) => (watched.get(operation) ?? []).length > 0);
    let met = 0;
    for (const operation of ofGraph) {
      const call = await callOf(operation);
      for (const { fault, fits } of cases) {
        faults.plan({ fault, times: 100 });
        const earlier = backEnd.graph.requests.total;
        const { answer, of } = await sendTraced(backEnd, operation, call);
        faults.clear();
        // A first step, or a look too soon after the last one, asks Graph for nothing.
        if (backEnd.graph.requests.total === earlier) continue;
        met += 1;
        assert.ok(
          fits(answer.status),
          `${of}: Graph answered ${JSON.stringify(fault)}, we ${answer.status} ${answer.text}`,
        );
        const waitSeconds = 'retryAfter' in fault ? '600' : null;
        assert.deepEqual([of, answer.headers.get('retry-after')], [of, waitSeconds]);
      }
    }
    assert.ok(met >= ofGraph.length, `${met} calls of ${ofGraph.length} operations met a fault`);
  });

  const keyedOperations = allOperations.filter(({ repeat }) => repeat === 'key');

  /** Approvals that were asked for lead to nothing outside of the app's storage. */
  const approvals = async (): Promise<number> => {
    let count = 0;
    for await (const rows of approvalTable.list({ partitionKey: 'approval' })) count += rows.length;
    return count;
  };

  /** What all calls so far have led to: calls of Graph, approvals, events in the log, deliveries once nothing waits. */
  const effects = async (): Promise<unknown> => {
    const { sources, totals } = Object((await succeed(backlog, await leastToken(backEnd, backlog))).body);
    if (totals.pending + totals.inFlight > 0) {
      await delay(50);
      return effects();
    }
    const jobs = backEnd.automation.jobs.count;
    return {
      calls: backEnd.graph.requests.total,
      jobs,
      approvals: await approvals(),
      sources,
      deliveries: existing.deliveries,
    };
  };

  const keyedCall = async (operation: Operation<never>): Promise<Call> => ({
    ...(await callOf(operation)),
    headers: { 'idempotency-key': randomUUID() },
  });

  test('acts once for each idempotency key: answers a repeat the same, and refuses another input', async () => {
    for (const operation of keyedOperations) {
      const { operationId } = operation;
      const call = await keyedCall(operation);
      const { status, body } = await succeed(operation, call);
      const done = await effects();
      const repeated = await succeed(operation, call);
      assert.deepEqual([operationId, repeated.status, repeated.body], [operationId, status, body]);
      const other = { ...call, ...otherInput(operation, call) };
      assertProblem(await sendTraced(backEnd, operation, other), 'IdempotencyKeyReused');
      assert.deepEqual([operationId, await effects()], [operationId, done]);
      await succeed(operation, await keyedCall(operation));
      assert.notDeepEqual([operationId, await effects()], [operationId, done]);
    }
  });
});

/** SharePoint's monitors, which the back end follows, are addresses with a credential in them. */
const credentialOfMonitor = /tempauth/i;

/** A body that differs in one text and fits the schema as well; where there is none, another thing in the path. */
const otherInput = ({ operationId, path, body: schema }: Operation<never>, call: Call): Partial<Call> => {
  if (schema === undefined) {
    const [, name] = /\{(\w+)\}/.exec(path) ?? assert.fail(`${operationId} has no input that could differ`);
    return { parameters: { ...call.parameters, [String(name)]: 'another' } };
  }
  const validate = validatorOf(schema, 'body');
  const others = Object.keys(schema.properties).flatMap((name) =>
    ['another text', 'another@example.com', ['another']].map((value) => ({ ...Object(call.body), [name]: value })),
  );
  const other = others.find((candidate) => validate(structuredClone(candidate)).length === 0);
  assert.ok(other, `${operationId} has no body field of free text by which its input could differ`);
  return { body: other };
};
