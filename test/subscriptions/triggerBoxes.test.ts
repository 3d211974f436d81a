import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { testActivity } from '../../functions/activity/testActivity.ts';
import { toUploadDraft } from '../../functions/alerts/cloudAppUpload.ts';
import { exampleAlert } from '../../functions/alerts/exampleAlert.ts';
import { exampleCloudAppAlert } from '../../functions/alerts/exampleCloudAppAlert.ts';
import { exampleInsiderRiskAlert } from '../../functions/alerts/exampleInsiderRiskAlert.ts';
import { testIncident } from '../../functions/alerts/incidents/testIncident.ts';
import { testAlert } from '../../functions/alerts/testAlert.ts';
import type { EventDraft } from '../../functions/events/event.ts';
import { testHealth } from '../../functions/health/testHealth.ts';
import { operations } from '../../functions/index.ts';
import { passes, severities } from '../../functions/subscriptions/filter.ts';

const drafts: Readonly<Record<string, () => EventDraft>> = {
  OnDlpAlert: () => testAlert(exampleAlert),
  OnInsiderRiskAlert: () => testAlert(exampleInsiderRiskAlert),
  OnCloudAppAlert: () => testAlert(exampleCloudAppAlert),
  OnIncident: testIncident,
  ...testActivity,
  OnConnectorHealth: testHealth,
};

const triggers = operations.flatMap((operation) => ('follows' in operation ? [operation] : []));

for (const { operationId, body } of triggers)
  describe(`the boxes of ${operationId}`, () => {
    const { minimumSeverity, statuses } = body?.properties ?? assert.fail();
    const { facets } = drafts[operationId]?.() ?? assert.fail(`There is no event of ${operationId}.`);

    test('offer a minimum severity where events have one, and say that it lets none through where they have none', () => {
      const isOffered = minimumSeverity?.['x-ms-visibility'] !== 'advanced';
      assert.equal(isOffered, facets.severity !== undefined);
      assert.equal(/have no severity/.test(minimumSeverity?.description ?? ''), !isOffered);
      if (isOffered) return;
      const through = severities.filter((least) =>
        passes({ includeUpdates: false, minimumSeverity: least }, { change: 'raised', facets }),
      );
      assert.deepEqual(through, ['unknown']);
    });

    test('list the statuses that events have, and say that there are none where they have none', () => {
      const description = statuses?.description ?? '';
      const isNone = /have no status: any entry lets none through/.test(description);
      if (facets.status === undefined) assert.ok(isNone || /which alone have one/.test(description), description);
      else assert.match(description, new RegExp(`one of these: .*\\b${facets.status}\\b`));
    });
  });

test('uploads that alerts tell of have a status that their trigger’s box lists', () => {
  const { facets } = toUploadDraft(exampleCloudAppAlert);
  const { statuses } = triggers.find(({ operationId }) => operationId === 'OnShadowItUpload')?.body?.properties ?? {};
  assert.match(statuses?.description ?? '', new RegExp(`Defender for Cloud Apps.*\\b${facets.status ?? '-'}\\b`));
});
