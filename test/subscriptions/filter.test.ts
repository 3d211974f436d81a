import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Alert } from '../../functions/alerts/alert.ts';
import { oneProcess } from './oneProcess.ts';
import { alertDraft, appendEvents, drainUntilQuiet, subscribeTo } from './subscriptionFixture.ts';

// Six alerts, each other than the rest in what filters ask for.
const alerts: readonly (Partial<Alert> & { readonly alertId: string; readonly change?: 'updated' })[] = [
  { alertId: 'unknown', severity: 'unknown', policyId: 'p-1', policyName: 'Financial data', status: 'unknown' },
  { alertId: 'info', severity: 'informational', policyId: 'p-1', policyName: 'Financial data', status: 'new' },
  {
    alertId: 'low',
    severity: 'low',
    policyId: 'p-2',
    policyName: 'Health records',
    status: 'inProgress',
    users: [{ userPrincipalName: 'Megan@contoso.com', objectId: 'o-2' }],
    additionalData: { RuleName: ['High volume'], RuleId: 'r-1' },
    sites: ['https://contoso.sharepoint.com/sites/hr'],
  },
  {
    alertId: 'medium',
    severity: 'medium',
    policyId: 'p-3',
    policyName: 'Source code',
    status: 'resolved',
    users: [
      { userPrincipalName: 'megan@contoso.com', objectId: 'o-2' },
      { userPrincipalName: 'alex@contoso.com', objectId: 'o-3' },
    ],
    customDetails: { SensitivityLabel: 'Highly Confidential' },
    devices: [{ name: 'laptop' }],
  },
  { alertId: 'high', severity: 'high', policyId: 'p-4', policyName: 'Financial data', status: 'new' },
  {
    alertId: 'again',
    severity: 'high',
    policyId: 'p-3',
    policyName: 'Source code',
    status: 'resolved',
    change: 'updated',
  },
];

const cases: readonly (readonly [what: string, input: object, expected: readonly string[]])[] = [
  ['everything raised, without a filter', {}, ['unknown', 'info', 'low', 'medium', 'high']],
  ['updates, too, when they are asked for', { includeUpdates: true }, alerts.map(({ alertId }) => alertId)],
  ['severity unknown and above', { minimumSeverity: 'unknown' }, ['unknown', 'info', 'low', 'medium', 'high']],
  ['severity informational and above', { minimumSeverity: 'informational' }, ['info', 'low', 'medium', 'high']],
  ['severity low and above', { minimumSeverity: 'low' }, ['low', 'medium', 'high']],
  ['severity medium and above', { minimumSeverity: 'medium' }, ['medium', 'high']],
  ['severity high', { minimumSeverity: 'high' }, ['high']],
  ['one status', { statuses: ['new'] }, ['info', 'high']],
  ['several statuses, in any case', { statuses: ['NEW', 'resolved'] }, ['info', 'medium', 'high']],
  ['a policy by name', { policies: ['Financial data'] }, ['unknown', 'info', 'high']],
  ['a policy by name in any case', { policies: ['FINANCIAL DATA'] }, ['unknown', 'info', 'high']],
  ['a policy by id', { policies: ['p-2'] }, ['low']],
  ['policies by name or id', { policies: ['p-1', 'Source code'] }, ['unknown', 'info', 'medium']],
  ['no policy of a name that is only alike', { policies: ['Financial', 'p'] }, []],
  ['a rule by name', { rules: ['high volume'] }, ['low']],
  ['a rule by id', { rules: ['r-1'] }, ['low']],
  ['a user by user principal name', { users: ['megan@contoso.com'] }, ['low', 'medium']],
  ['a user by object id', { users: ['o-3'] }, ['medium']],
  ['a workload', { workloads: ['SharePoint'] }, ['low']],
  ['several workloads', { workloads: ['endpoint', 'sharepoint'] }, ['low', 'medium']],
  ['a label', { labels: ['Highly confidential'] }, ['medium']],
  [
    'everything, for lists that are empty',
    { policies: [], users: [], statuses: [] },
    ['unknown', 'info', 'low', 'medium', 'high'],
  ],
  [
    'what passes all of several filters',
    { minimumSeverity: 'low', policies: ['Financial data', 'p-3'], statuses: ['new'] },
    ['high'],
  ],
  ['updates that pass the other filters', { includeUpdates: true, policies: ['Source code'] }, ['medium', 'again']],
];

describe('a filter', async () => {
  const { process, sink } = await oneProcess();
  before(async () => {
    const now = process.world.clock.nowMs;
    process.world.clock.nowMs -= 60_000;
    await appendEvents(
      process,
      alerts.map(({ change = 'raised' as const, ...alert }) => ({
        draft: alertDraft(process.world, { users: [], sites: [], files: [], ...alert }),
        change,
      })),
    );
    process.world.clock.nowMs = now;
  });

  for (const [index, [what, input, expected]] of cases.entries())
    test(`lets through ${what}`, async () => {
      sink.received.length = 0;
      const startFrom = 'last24Hours';
      const { subscriptionId } = await subscribeTo(process, `${sink.url}&n=${index}`, { startFrom, ...input });
      await drainUntilQuiet(process, subscriptionId);
      assert.deepEqual(sink.alertIds.toSorted(), expected.toSorted());
    });
});
