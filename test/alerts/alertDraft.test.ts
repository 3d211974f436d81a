import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toAlertDraft } from '../../functions/alerts/alertDraft.ts';
import { toAlert } from '../../functions/alerts/toAlert.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { alertRecord } from '../../sandbox/graph/alertRecord.ts';
import { cloudAppAlert } from '../../sandbox/graph/cloudAppAlert.ts';
import {
  analyzedMessageEvidence,
  deviceEvidence,
  fileEvidence,
  teamsMessageEvidence,
  userEvidence,
} from '../../sandbox/graph/evidence.ts';
import { insiderRiskAlert } from '../../sandbox/graph/insiderRiskAlert.ts';

const at = '2026-09-01T08:00:00Z';
const { adele } = users;

test('makes one event of each version of an alert', () => {
  const record = alertRecord('dl1', at, {
    serviceSource: 'dataLossPrevention',
    lastUpdateDateTime: '2026-09-01T09:00:00Z',
    firstActivityDateTime: '2026-09-01T07:00:00Z',
    severity: 'high',
    status: 'inProgress',
    alertWebUrl: 'https://security.microsoft.com/alerts/dl1',
    alertPolicyId: 'p-1',
    additionalData: {
      AlertPolicyTitle: 'Financial data',
      SensitivityLabel: 'Confidential',
      RuleNames: ['Cards', 'IBAN'],
    },
    evidence: [userEvidence(adele, at, ['policyViolator'])],
  });
  const { thing, ...draft } = toAlertDraft(toAlert(record));
  assert.deepEqual(draft, {
    recordId: 'dl1',
    version: '2026-09-01T09:00:00.000Z',
    type: 'dlpAlert',
    createdAt: '2026-09-01T08:00:00.000Z',
    recordedAt: '2026-09-01T09:00:00.000Z',
    occurredAt: '2026-09-01T07:00:00.000Z',
    actor: 'adele@contoso.com',
    portalUrl: 'https://security.microsoft.com/alerts/dl1',
    facets: {
      severity: 'high',
      status: 'inProgress',
      policies: ['p-1', 'Financial data'],
      rules: ['Cards', 'IBAN'],
      users: ['adele@contoso.com', adele.id],
      labels: ['Confidential'],
    },
    noun: 'alert',
  });
  assert.deepEqual(thing, toAlert(record));
});

test('is filtered by the rules and labels of the rule matches that were joined', () => {
  const ruleMatch = {
    recordId: 'r1',
    outcome: 'matched' as const,
    occurredAt: at,
    severity: 'high' as const,
    rules: [{ ruleId: 'rule-1', ruleName: 'Cards' }],
    item: { kind: 'file' as const, labelIds: ['label-1'], labelNames: ['Confidential'] },
  };
  const { facets } = toAlertDraft({ ...toAlert(alertRecord('dl1', at, {})), ruleMatches: [ruleMatch, ruleMatch] });
  assert.deepEqual(
    [facets.rules, facets.labels],
    [
      ['rule-1', 'Cards'],
      ['label-1', 'Confidential'],
    ],
  );
});

test('names the event after the product', () => {
  const typeOf = (id: string, alert: Parameters<typeof alertRecord>[2]) =>
    toAlertDraft(toAlert(alertRecord(id, at, alert))).type;
  const time = new Date(at);
  assert.equal(typeOf('ir1', insiderRiskAlert({ user: adele, policyName: 'Leavers', at: time })), 'insiderRiskAlert');
  const application = { appId: 11_161, displayName: 'Dropbox' };
  assert.equal(
    typeOf('ca1', cloudAppAlert({ user: adele, title: 'Download', application, at: time })),
    'cloudAppAlert',
  );
});

const file = (path: string) => fileEvidence({ name: 'a.docx', path, sizeBytes: 1 }, at);
const places = [
  { evidence: file('https://contoso.sharepoint.com/sites/hr/a.docx'), workload: 'SharePoint' },
  { evidence: file('https://contoso-my.sharepoint.com/personal/adele/a.docx'), workload: 'OneDrive' },
  {
    evidence: analyzedMessageEvidence(
      { sender: adele, recipient: 'eve@fabrikam.com', subject: 's', attachments: 0, networkMessageId: 'n' },
      at,
    ),
    workload: 'Exchange',
  },
  { evidence: teamsMessageEvidence(adele, { teamId: 't', channelId: 'c' }, 'm', at), workload: 'Teams' },
  { evidence: deviceEvidence('PC1', 'd', adele, at), workload: 'Endpoint' },
];
for (const { evidence, workload } of places) {
  test(`tells ${workload} by the evidence`, () => {
    const record = alertRecord('dl1', at, { serviceSource: 'dataLossPrevention', evidence: [evidence] });
    assert.deepEqual(toAlertDraft(toAlert(record)).facets.workloads, [workload]);
  });
}
