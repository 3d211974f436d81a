import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toIncident } from '../../../functions/alerts/incidents/toIncident.ts';

const at = '2026-11-20T08:00:00Z';
const common = { createdDateTime: at, lastUpdateDateTime: at, severity: 'high', status: 'new' };
const graphAlert = (id: string, ...userAccounts: object[]) => ({
  ...common,
  id,
  serviceSource: 'microsoftDefenderForCloudApps',
  evidence: userAccounts.map((userAccount) => ({
    '@odata.type': '#microsoft.graph.security.userEvidence',
    userAccount,
  })),
});
const graphIncident = (alerts: unknown) => ({ ...common, id: '7', status: 'active', alerts });

test('lists each person of its alerts once, also those of whom an account name is all that is known', () => {
  const [smith, brown] = [
    { accountName: 'jsmith', domainName: 'EMEA' },
    { accountName: 'mbrown', domainName: 'EMEA' },
  ];
  const adele = { userPrincipalName: 'adele@contoso.com', displayName: 'Adele Vance' };
  const { incident } = toIncident(
    graphIncident([
      graphAlert('ca1', smith, brown, adele),
      graphAlert('ca2', { ...adele, userPrincipalName: 'Adele@contoso.com' }, brown),
    ]),
  );
  assert.deepEqual(incident.users, [
    { accountName: 'jsmith', domain: 'EMEA' },
    { accountName: 'mbrown', domain: 'EMEA' },
    { userPrincipalName: 'adele@contoso.com', displayName: 'Adele Vance' },
  ]);
});

test('leaves out what is no alert, and counts nothing that is unset', () => {
  const { incident } = toIncident(graphIncident([null, 'an alert', { id: 'ca0' }, graphAlert('ca1')]));
  assert.deepEqual(
    incident.alerts.map(({ alertId }) => alertId),
    ['ca1'],
  );
  assert.equal(incident.alertCount, 3);
});

test('cannot map an incident whose alerts are no list', () => {
  assert.throws(() => toIncident(graphIncident('none')), {
    name: 'UnmappableRecord',
    message: /^alerts: expected a list/,
  });
});
