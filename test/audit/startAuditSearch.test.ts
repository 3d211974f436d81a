import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { recordTypeFilter } from '../../functions/audit/recordTypeFilter.ts';
import { startAuditSearch } from '../../functions/audit/startAuditSearch.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const window = { from: '2026-11-16T01:00:00+01:00', to: '2026-11-23T00:00:00Z' };
const caller = person(users.grady);
const start = (body: Record<string, unknown>, by = caller, from = purview) =>
  callHandler(startAuditSearch, from, { caller: by, body: { ...body } });

test('starts a search for a person or an app, with every filter in the words of the wire', async () => {
  const filters = {
    recordTypes: ['ComplianceDLPSharePoint', 'DLPEndpoint', 'crm'],
    operations: ['DlpRuleMatch'],
    users: ['adele@contoso.com'],
    keyword: 'salaries',
    services: ['SharePoint'],
    objectIds: ['https://contoso.sharepoint.com/a'],
    ipAddresses: ['203.0.113.24'],
    administrativeUnitIds: ['au-1'],
  };
  for (const by of [caller, app()]) {
    const { status, body } = await start({ ...window, ...filters }, by);
    assert.equal(status, 201);
    const { searchId, isEnded } = Object(body);
    assert.equal(isEnded, false);
    assert.deepEqual(purview.graph.audit.get(searchId)?.query, {
      displayName: 'Purview Response',
      filterStartDateTime: '2026-11-16T00:00:00.0000000Z',
      filterEndDateTime: '2026-11-23T00:00:00.0000000Z',
      recordTypeFilters: ['complianceDLPSharePoint', 'dlpEndpoint', 'crm'],
      keywordFilter: 'salaries',
      serviceFilters: ['SharePoint'],
      operationFilters: ['DlpRuleMatch'],
      userPrincipalNameFilters: ['adele@contoso.com'],
      ipAddressFilters: ['203.0.113.24'],
      objectIdFilters: ['https://contoso.sharepoint.com/a'],
      administrativeUnitIdFilters: ['au-1'],
    });
  }
});

test('writes record types as filters have them, whichever way they were written', () => {
  for (const [written, wanted] of [
    ['ComplianceDLPSharePoint', 'complianceDLPSharePoint'],
    ['DLPEndpoint', 'dlpEndpoint'],
    ['MIPLabel', 'mipLabel'],
    ['CRM', 'crm'],
    ['AeD', 'aeD'],
    ['MCASAlerts', 'mcasAlerts'],
    ['SharePoint', 'sharePoint'],
    ['dlpEndpoint', 'dlpEndpoint'],
  ] as const) {
    assert.equal(recordTypeFilter(written), wanted);
  }
});

test('refuses a time that ends before it begins, and then starts nothing', async () => {
  const earlier = purview.graph.requests.total;
  await assert.rejects(start({ from: window.to, to: window.from }), { code: 'InvalidInput', message: /^to:/ });
  await assert.rejects(start({ from: window.to, to: window.to }), { code: 'InvalidInput' });
  assert.equal(purview.graph.requests.total, earlier);
});

test('asks the version of Graph that is set', async () => {
  const beta = await startPurview({ auditVersion: 'beta' });
  try {
    await start(window, caller, beta);
    assert.equal(beta.graph.requests.of('POST /beta/security/auditLog/queries'), 1);
    assert.equal(beta.graph.requests.total, 1);
  } finally {
    await beta.close();
  }
});

test('says what a caller may lack', async () => {
  const poor = await startPurview({ permissions: ['eDiscovery.Read.All'] });
  try {
    await assert.rejects(start(window, caller, poor), {
      code: 'UpstreamRefused',
      message: /AuditLogsQuery\.Read\.All.*View-Only Audit Logs/,
    });
  } finally {
    await poor.close();
  }
});

test('is started once, whatever becomes of it', async () => {
  purview.graph.requests.reset();
  await purview.assertHandsOnFaults(() => start(window));
  assert.equal(purview.graph.requests.of('POST /security/auditLog/queries'), 3);
});
