import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import type { Json, JsonObject } from '../../../sandbox/flows/expression/json.ts';
import type { ActionRecord, RunRecord } from '../../../sandbox/flows/runRecord.ts';
import { type FlowRunner, startFlowRunner } from '../../../sandbox/flows/startFlowRunner.ts';
import { connectorsOf, startTestConnector, type TestConnector } from './startTestConnector.ts';
import { action, testFlow } from './testFlow.ts';

/** Runs of flows for the suite that calls this, against a test connector that has forgotten the tests before. */
export function runsForTest() {
  let connector: TestConnector;
  let runner: FlowRunner;
  before(async () => {
    connector = await startTestConnector();
    runner = await startFlowRunner({ connectors: connectorsOf(connector), retryScale: 100_000 });
  });
  beforeEach(() => {
    connector.requests.length = 0;
    connector.answer(() => ({ status: 200, body: { done: true } }));
  });
  after(async () => {
    await runner.close();
    await connector.close();
  });

  const runIn = async (own: FlowRunner, actions: JsonObject, body: Json = {}): Promise<RunRecord> => {
    const flow = own.import(testFlow(actions));
    flow.fire({ outputs: { headers: {}, body } });
    await flow.idle();
    return flow.runs()[0] ?? assert.fail();
  };

  return {
    connector: () => connector,
    run: (actions: JsonObject, body?: Json) => runIn(runner, actions, body),
    /** In a runner of its own, whose calls go out this way. */
    async runOver(fetch: typeof globalThis.fetch, actions: JsonObject): Promise<RunRecord> {
      const own = await startFlowRunner({ connectors: connectorsOf(connector), fetch });
      const record = await runIn(own, actions);
      await own.close();
      return record;
    },
  };
}

/** The record of an action at the top of a flow. */
export function find(record: RunRecord, name: string): ActionRecord {
  const found = record.actions.find((candidate) => candidate.name === name);
  assert.ok(found, `${name} ran`);
  return found;
}

export const compose = (inputs: Json, runAfter: JsonObject = {}) => action('Compose', { inputs }, runAfter);
