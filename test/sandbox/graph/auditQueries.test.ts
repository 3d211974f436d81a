import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { finishedSearchId } from '../../../sandbox/graph/auditStore.ts';
import { type AlertPage, type GraphFixture, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
let token: string;
before(async () => {
  fixture = await startGraphFixture();
  token = await fixture.applicationToken('AuditLogsQuery.Read.All');
});
after(() => fixture.close());

const root = '/security/auditLog/queries';
const window = { filterStartDateTime: '2026-11-01T00:00:00Z', filterEndDateTime: '2026-12-01T00:00:00Z' };

async function start(body: unknown, address = root) {
  const headers = { 'content-type': 'application/json' };
  const response = await fixture.call(address, { token, method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('takes filters in camelCase and gives records in PascalCase', async () => {
  assert.equal((await start({ ...window, recordTypeFilters: ['complianceDLPSharePoint'] })).status, 201);
  assert.equal((await start({ ...window, recordTypeFilters: ['ComplianceDLPSharePoint'] })).status, 400);
  const response = await fixture.call(`${root}/${finishedSearchId}/records`, { token });
  const { value } = (await response.json()) as AlertPage;
  assert.ok(value.length > 0);
  for (const record of value) {
    assert.equal(record.auditLogRecordType, 'ComplianceDLPSharePoint');
    const { UserId, UserKey } = Object(record.auditData);
    assert.deepEqual([record.userPrincipalName, record.userId, record.clientIp], [UserId, UserKey, null]);
  }
});

test('refuses a property that only older docs have', async () => {
  assert.equal((await start({ ...window, serviceFilter: 'SharePoint' })).status, 400);
  assert.equal((await start({ ...window, filterEndDateTime: 'tomorrow' })).status, 400);
});

test('is in both versions, has no records before it has succeeded, and succeeds over the limit too', async () => {
  const beta = await start(window, `${fixture.graph.origin}/beta${root}`);
  assert.equal(beta.status, 201);
  const path = `${root}/${beta.body.id}`;
  const read = async (address: string) =>
    (await (await fixture.call(address, { token })).json()) as Record<string, unknown> & AlertPage;
  assert.deepEqual((await read(`${path}/records`)).value, []);
  fixture.graph.clock.offsetMs += 60_000;
  fixture.graph.audit.recordLimit = 1;
  assert.partialDeepStrictEqual(await read(path), { status: 'succeeded', isRecordCountLimitExceeded: true });
  assert.equal((await read(`${path}/records`)).value.length, 1);
});

test('wants its permission', async () => {
  const other = await fixture.applicationToken('SecurityAlert.Read.All');
  assert.equal((await fixture.call(`${root}/${finishedSearchId}`, { token: other })).status, 403);
});
