import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onLabelChange } from '../../functions/activity/onLabelChange.ts';
import { type ActivityRecord, activityRecord } from '../../sandbox/activityFeed/activityStore.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { activityScenarios } from '../../sandbox/graph/activityScenarios.ts';
import { startTrigger } from './triggerFixture.ts';

const { general, confidential, highlyConfidential } = labels;
const [scenario] = activityScenarios['label-downgrade']?.({}, new Date()).records ?? [];
const lowered: ActivityRecord = { ...(scenario?.record ?? assert.fail()), Id: 'lowered' };
const change = (id: string, operation: string, properties: object) => ({
  source: 'generalActivity' as const,
  record: activityRecord(operation, new Date(), { Id: id, UserId: 'adele@contoso.com', RecordType: 83, ...properties }),
});
const records = [
  { source: 'sharePointActivity' as const, record: lowered },
  change('applied', 'SensitivityLabelApplied', { SensitivityLabelEventData: { SensitivityLabelId: confidential.id } }),
  // Without a word on the order of the two, their priorities tell.
  change('raised', 'SensitivityLabelUpdated', {
    SensitivityLabelId: highlyConfidential.id,
    OldSensitivityLabelId: general.id,
  }),
  change('downgraded', 'SensitivityLabelUpdated', {
    SensitivityLabelEventData: { SensitivityLabelId: general.id, OldSensitivityLabelId: confidential.id },
  }),
  change('removed', 'SensitivityLabelRemoved', { SensitivityLabelEventData: { OldSensitivityLabelId: general.id } }),
  {
    ...change('unknown', 'SensitivityLabelUpdated', {
      SensitivityLabelId: confidential.id,
      OldSensitivityLabelId: '00000000-0000-4000-8000-000000000000',
    }),
  },
  change('other', 'FileAccessed', { SensitivityLabelId: confidential.id }),
];

describe('OnLabelChange', () => {
  let flows: Awaited<ReturnType<typeof startTrigger>>;
  before(async () => {
    flows = await startTrigger(onLabelChange);
  });
  after(() => flows.close());

  test('starts a flow for the labels and the direction that it asks for', async () => {
    const rows: readonly (readonly [object, readonly string[]])[] = [
      [{}, ['applied', 'downgraded', 'lowered', 'raised', 'removed', 'unknown']],
      [{ downgradesOnly: true }, ['downgraded', 'lowered', 'removed']],
      [{ toLabels: ['general'] }, ['downgraded', 'lowered']],
      [{ fromLabels: [confidential.id] }, ['downgraded']],
      [{ fromLabels: ['General'], downgradesOnly: true }, ['removed']],
      [{ labels: ['Highly Confidential'] }, ['raised']],
    ];
    const received = await flows.deliver(
      rows.map(([input]) => input),
      records,
    );
    rows.forEach(([input, expected], row) => {
      const ids = (received[row] ?? []).map(({ labelChange }) => Object(labelChange).recordId);
      assert.deepEqual([input, ...ids.sort()], [input, ...expected]);
    });
    const changes = Object.fromEntries(
      (received[0] ?? []).map(({ labelChange }) => [Object(labelChange).recordId, Object(labelChange)]),
    );
    assert.partialDeepStrictEqual(changes.lowered, {
      direction: 'downgraded',
      isDowngrade: true,
      toLabelName: 'General',
      itemName: lowered.SourceFileName,
      itemUrl: encodeURI(String(lowered.ObjectId)),
      justification: 'The customer may read it.',
      method: 'manual',
    });
    assert.partialDeepStrictEqual(changes.raised, { direction: 'upgraded', isDowngrade: false });
    assert.equal(changes.unknown.direction, 'unknown');
    assert.equal('isDowngrade' in changes.unknown, false);
    assert.equal('fromLabelName' in changes.unknown, false);
    assert.equal('fromLabelId' in changes.applied, false);
  });

  test('refuses a faulty input by its name', async () => {
    const { status, text } = await flows.subscribe({ downgradesOnly: 'no' });
    assert.equal(status, 400, text);
    assert.ok(text.includes('downgradesOnly'), text);
  });
});
