import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { listAlerts } from '../functions/alerts/listAlerts.ts';
import { type BackEnd, startBackEnd } from './backEnd.ts';
import { type Service, sendJson, startService } from './integrations/graph/answering.ts';
import { until } from './sandbox/host/until.ts';
import { leastToken } from './tableOfContents.ts';

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('the correlation id of a call', () => {
  let service: Service;
  let backEnd: BackEnd;
  before(async () => {
    service = await startService((response) => sendJson(response, 200, { value: [] }));
    // No poll comes between.
    backEnd = await startBackEnd({ GRAPH_BASE_URL: service.origin, ALERT_POLL_SCHEDULE: '0 0 0 1 1 *' });
  });
  after(async () => {
    await backEnd.stop();
    await service.close();
  });

  /** What Microsoft Graph and the caller are told, once the log was told it too. */
  const idsOf = async (correlationId: string) => {
    const headers = { 'x-correlation-id': correlationId };
    const answer = await backEnd.call(listAlerts, { ...(await leastToken(backEnd, listAlerts)), headers });
    assert.equal(answer.status, 200, answer.text);
    await until('the log has it', () => backEnd.stdout().includes(`"correlationId":"${correlationId}"`));
    return {
      graph: service.asked.at(-1)?.headers['client-request-id'],
      caller: answer.headers.get('x-correlation-id'),
    };
  };

  test('goes on to Microsoft Graph, back to the caller and into the log', async () => {
    const id = randomUUID();
    assert.deepEqual(await idsOf(id), { graph: id, caller: id });
  });

  test('stays with us where it is no GUID', async () => {
    const { graph, caller } = await idsOf('flow:42');
    assert.equal(caller, 'flow:42');
    assert.match(String(graph), guid);
  });
});
