import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { timers } from '../functions/index.ts';
import type { Timer } from '../functions/runtime/timer.ts';
import { activityScenarios } from '../sandbox/graph/activityScenarios.ts';
import { startBackEnd } from './backEnd.ts';
import { permissionFaults } from './permissionFaults.ts';
import { createPermissionMap, withoutPermissionMap } from './permissionMap.ts';

const ofGraph: readonly Timer<never>[] = timers.filter(
  ({ graph }: Timer<never>) => (graph.application ?? []).length > 0,
);
const settleMs = 3_000;

test('the timers ask Graph only for what their permissions allow, which are the least', {
  skip: withoutPermissionMap,
}, async () => {
  const schedules = ofGraph.map(({ schedule }) => [schedule, '* * * * * *'] as const);
  const backEnd = await startBackEnd({
    ...Object.fromEntries(schedules),
    ACTIVITY_CONTENT_TYPES: 'DLP.All,Audit.SharePoint',
  });
  try {
    const { admitted } = backEnd.graph.requests;
    backEnd.graph.raise({ serviceSource: 'dataLossPrevention' });
    const { records = [] } = activityScenarios['label-downgrade']?.({}, backEnd.graph.now()) ?? {};
    for (const { contentType, record } of records) backEnd.activityFeed.store.add(contentType, [record]);
    const routes = () => new Set(admitted.map(({ route }) => route)).size;
    // Who asked for what cannot be told apart, so they are looked at together, once nothing new is asked any more.
    for (let seen = 0; seen === 0 || seen < routes(); ) {
      seen = routes();
      await delay(settleMs);
    }
    const application = [...new Set(ofGraph.flatMap(({ graph }) => graph.application ?? []))];
    const watched = { name: 'The timers', declared: { application }, asked: [...admitted] };
    assert.deepEqual(permissionFaults(watched, createPermissionMap()), []);
  } finally {
    await backEnd.stop();
  }
});
