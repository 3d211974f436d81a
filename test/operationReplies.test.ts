import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { onDlpAlert } from '../functions/alerts/onDlpAlert.ts';
import { backlog } from '../functions/health/backlog.ts';
import { applyLabel } from '../functions/labels/applyLabel.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import { responseFaults } from '../functions/runtime/responseFaults.ts';
import { validatorOf } from '../functions/runtime/validator.ts';
import { removeExternalAccess } from '../functions/sharing/removeExternalAccess.ts';
import { teams } from '../sandbox/contoso/teams.ts';
import { type Serving, serve } from '../sandbox/serve.ts';
import { assertProblem } from './assertProblem.ts';
import { type BackEnd, startBackEnd } from './backEnd.ts';
import { exampleCall } from './exampleCall.ts';
import type { Answer, Call } from './sendCall.ts';
import { sendTraced } from './sendTraced.ts';
import { allOperations, leastToken } from './tableOfContents.ts';

describe('every operation, called as its example shows, about things that exist,', () => {
  let backEnd: BackEnd;
  let flow: Serving;
  let deliveries = 0;
  /** What the examples speak of, as it is named in the simulated tenant. */
  let existing: Readonly<Record<string, string>>;

  before(async () => {
    // No poll comes between two looks at what Graph was asked.
    backEnd = await startBackEnd({ ALERT_POLL_SCHEDULE: '0 0 0 1 1 *', INCIDENT_POLL_SCHEDULE: '0 0 0 1 1 *' });
    flow = await serve({
      listener(request, response) {
        deliveries += 1;
        request.resume().on('end', () => response.writeHead(202).end());
      },
    });
    for (const alertId of exampleAlertIds) {
      backEnd.graph.raise({ id: alertId, serviceSource: serviceSources[alertId.slice(0, 2)] ?? 'unknown' });
    }
    existing = {
      incidentId: backEnd.graph.raise({ serviceSource: 'dataLossPrevention' }).incidentId ?? '',
      teamId: teams.securityOperations.id,
      channelId: teams.securityOperations.channels.dlpAlerts.id,
      from: new Date(Date.now() - 3_600_000).toISOString(),
    };
    existing = { ...existing, ...(await changedFiles()) };
    const { body } = await subscribe('/flow');
    existing = { ...existing, notificationUrl: `${flow.origin}/flow`, subscriptionId: Object(body).subscriptionId };
  });
  after(async () => {
    await backEnd.stop();
    await flow.close();
  });

  /** A change of a label, and a receipt for access that was removed. */
  const changedFiles = async (): Promise<Readonly<Record<string, string>>> => {
    const { operationId } = Object((await succeed(applyLabel, await callOf(applyLabel))).body);
    const { value } = Object((await succeed(removeExternalAccess, await callOf(removeExternalAccess))).body);
    return { operationId, receiptId: value[0].receiptId };
  };

  const subscribe = async (path: string): Promise<Answer> =>
    backEnd.call(onDlpAlert, {
      ...exampleCall(onDlpAlert, { notificationUrl: `${flow.origin}${path}` }),
      ...(await leastToken(backEnd, onDlpAlert)),
    });

  /** What is called through a link ends what the link stands for, so it gets one of its own. */
  const freshLink = async (): Promise<string> => {
    const { headers } = await subscribe(`/${randomUUID()}`);
    return headers.get('location')?.split('/').at(-1) ?? '';
  };

  const callOf = async (operation: Operation<never>): Promise<Call> => ({
    ...exampleCall(operation, {
      ...existing,
      ...(operation.access === 'link' && { subscriptionId: await freshLink() }),
    }),
    ...(await leastToken(backEnd, operation)),
  });

  const succeed = async (operation: Operation<never>, call: Call): Promise<Answer> => {
    const { answer, of } = await sendTraced(backEnd, operation, call);
    const { status, body } = answer;
    assert.ok(status >= 200 && status < 300, `${of}: ${status} ${answer.text}`);
    const declared = Object.keys(operation.responses[status]?.headers ?? {});
    const headers = Object.fromEntries(
      declared.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name) ?? '']] : [])),
    );
    assert.deepEqual([of, ...responseFaults(operation.responses, { status, body, headers })], [of]);
    return answer;
  };

  test('answers what it declares, to a caller with no more than its role', async () => {
    for (const operation of allOperations) {
      const { text } = await succeed(operation, await callOf(operation));
      assert.doesNotMatch(text, credentialOfMonitor, operation.operationId);
    }
    assert.doesNotMatch(backEnd.stdout() + backEnd.stderr(), credentialOfMonitor);
  });

  const keyedOperations = allOperations.filter(({ repeat }) => repeat === 'key');

  /** What all calls so far have led to: calls of Graph, events in the log, and deliveries once nothing waits. */
  const effects = async (): Promise<unknown> => {
    const { sources, totals } = Object((await succeed(backlog, await leastToken(backEnd, backlog))).body);
    if (totals.pending + totals.inFlight > 0) {
      await delay(50);
      return effects();
    }
    return { calls: backEnd.graph.requests.total, sources, deliveries };
  };

  const keyedCall = async (operation: Operation<never>): Promise<Call> => ({
    ...(await callOf(operation)),
    headers: { 'idempotency-key': randomUUID() },
  });

  test('answers the same to the same idempotency key, without doing anything again', async () => {
    for (const operation of keyedOperations) {
      const call = await keyedCall(operation);
      const { status, body } = await succeed(operation, call);
      const done = await effects();
      const repeated = await succeed(operation, call);
      const { operationId } = operation;
      assert.deepEqual([operationId, repeated.status, repeated.body], [operationId, status, body]);
      assert.deepEqual([operationId, await effects()], [operationId, done]);
    }
  });

  test('does it again for another idempotency key', async () => {
    for (const operation of keyedOperations) {
      await succeed(operation, await keyedCall(operation));
      const done = await effects();
      await succeed(operation, await keyedCall(operation));
      assert.notDeepEqual([operation.operationId, await effects()], [operation.operationId, done]);
    }
  });

  test('refuses an idempotency key that was used with another input, and does nothing', async () => {
    for (const operation of keyedOperations) {
      const call = await keyedCall(operation);
      await succeed(operation, call);
      const done = await effects();
      const other = { ...call, body: otherBody(operation, Object(call.body)) };
      assertProblem(await sendTraced(backEnd, operation, other), 'IdempotencyKeyReused');
      assert.deepEqual([operation.operationId, await effects()], [operation.operationId, done]);
    }
  });
});

/** The alerts that examples speak of; their ids tell the product, as those of the service do. */
const exampleAlertIds: readonly string[] = [
  ...new Set(
    allOperations.flatMap(({ example }) =>
      [example.parameters?.alertId, Object(example.body).alertId].filter((id) => typeof id === 'string'),
    ),
  ),
];
const serviceSources: Readonly<Record<string, string>> = {
  dl: 'dataLossPrevention',
  ir: 'microsoftInsiderRiskManagement',
  ca: 'microsoftDefenderForCloudApps',
};
/** SharePoint's monitors, which the back end follows, are addresses with a credential in them. */
const credentialOfMonitor = /tempauth/i;

/** A body that differs in one text and fits the schema as well. */
const otherBody = ({ operationId, body: schema }: Operation<never>, body: Record<string, unknown>): unknown => {
  assert.ok(schema, `${operationId} has no body by which its input could differ`);
  const validate = validatorOf(schema, 'body');
  const others = Object.keys(schema.properties).map((name) => ({ ...body, [name]: 'another text' }));
  const other = others.find((candidate) => validate(structuredClone(candidate)).length === 0);
  assert.ok(other, `${operationId} has no body field of free text by which its input could differ`);
  return other;
};
