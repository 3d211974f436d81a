import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toIncidentDraft } from '../../../functions/alerts/incidents/incidentDraft.ts';
import { type IncidentRead, toIncident } from '../../../functions/alerts/incidents/toIncident.ts';
import { toEntry } from '../../../functions/events/logEntry.ts';
import { createLogPage } from '../../../functions/events/logPage.ts';

const at = '2026-11-20T08:00:00.000Z';
const common = { createdDateTime: at, lastUpdateDateTime: at, severity: 'high', status: 'new' };
const folder = 'https://contoso.sharepoint.com/sites/人事部/共有ドキュメント/二〇二六年度/給与計算/部門別集計資料';
const piece = (type: string, fields: object) => ({ '@odata.type': `#microsoft.graph.security.${type}`, ...fields });

/** An incident of a Japanese tenant: each character is six as it is stored. */
const incidentOf = (alerts: number, filesEach: number): IncidentRead =>
  toIncident({
    ...common,
    id: '1',
    status: 'active',
    displayName: '複数のDLPアラート',
    alerts: Array.from({ length: alerts }, (_, n) => ({
      ...common,
      id: `dl${n}`,
      serviceSource: 'dataLossPrevention',
      title: `DLPポリシー（個人情報保護）がOneDriveのドキュメントと一致しました ${n}`,
      evidence: [
        piece('userEvidence', { userAccount: { userPrincipalName: `u${n}@contoso.com`, displayName: '山田 太郎' } }),
        ...Array.from({ length: filesEach }, (_, k) =>
          piece('fileEvidence', {
            fileDetails: {
              fileName: `二〇二六年度第三四半期_給与明細および賞与計算書_${n}_${k}.xlsx`,
              filePath: folder,
            },
          }),
        ),
      ],
    })),
  });

for (const [alerts, filesEach] of [
  [20, 5],
  [100, 6],
  [150, 50],
] as const)
  test(`makes ${alerts} alerts with ${filesEach} files each an event that the log can hold`, () => {
    const read = incidentOf(alerts, filesEach);
    const draft = toIncidentDraft(read);
    const placement = { tenantId: 't', source: 'incidents', sequence: 1, change: 'raised', detectedAt: at } as const;
    const entry = toEntry(draft, { ...placement, upperBound: at, correlationId: 'a poll' });
    assert.ok(createLogPage().add(entry), `${entry.json.length} characters`);
    const { incident } = JSON.parse(entry.json);
    const listed = incident.alerts.map(({ alertId }: { alertId: string }) => alertId);
    assert.deepEqual(
      listed,
      read.incident.alerts.slice(0, listed.length).map(({ alertId }) => alertId),
    );
    assert.equal(listed.length === alerts, alerts === 20);
    assert.ok(entry.json.length > (alerts === 20 ? 80_000 : 400_000));
    assert.equal(incident.alertCount, alerts);
    assert.equal(draft.facets.users?.length, alerts);
  });

const alertAt = (time: string, actorDisplayName?: string) => ({
  ...common,
  id: `dl-${time}`,
  createdDateTime: time,
  serviceSource: 'dataLossPrevention',
  title: 'An alert',
  actorDisplayName,
});
const draftOf = (...alerts: object[]) =>
  toIncidentDraft(toIncident({ ...common, id: '1', status: 'active', displayName: 'Several', alerts }));

test('says that an incident happened when the first of its alerts did, and at its own time without any', () => {
  const [first, later] = ['2026-11-20T06:00:00.000Z', '2026-11-20T07:00:00.000Z'];
  assert.equal(draftOf(alertAt(later), alertAt(first)).occurredAt, first);
  assert.equal(draftOf().occurredAt, at);
});

test('names who did it where all alerts name the same person, and nobody otherwise', () => {
  assert.equal(draftOf(alertAt(at, 'lee'), alertAt(at, 'lee')).actor, 'lee');
  assert.equal(draftOf(alertAt(at, 'lee'), alertAt(at)).actor, 'lee');
  assert.equal(draftOf(alertAt(at, 'lee'), alertAt(at, 'adele')).actor, undefined);
  assert.equal(draftOf(alertAt(at)).actor, undefined);
});
