import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { approvedQueries } from '../../functions/hunting/approvedQueries.ts';
import { huntingOfGraph } from '../../functions/hunting/huntingOfGraph.ts';
import { runHuntingQuery } from '../../functions/hunting/runHuntingQuery.ts';
import type { GraphClients } from '../../functions/integrations/graph/graph.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { type DlpLocation, dlpAlert } from '../../sandbox/graph/dlpAlert.ts';
import { insiderRiskAlert } from '../../sandbox/graph/insiderRiskAlert.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { type GraphTenant, startGraphTenant } from '../graphTenant.ts';
import { inTurn, sendJson, startService } from '../integrations/graph/answering.ts';

let tenant: GraphTenant;
before(async () => {
  tenant = await startGraphTenant(['ThreatHunting.Read.All']);
});
after(() => tenant.close());

const { adele, lee, megan } = users;
const dependencies = (clients: GraphClients) => ({ huntingQueries: approvedQueries, hunt: huntingOfGraph(clients) });
const run = async (body: Record<string, unknown>, caller = person(megan), from = tenant.clients) =>
  Object(
    (await callHandler(runHuntingQuery, dependencies(from), { caller, body: { days: 7, top: 100, ...body } })).body,
  );

const match = (location: DlpLocation, user = adele, at = new Date()) => {
  const [rule] = dlpPolicies.financialData.rules;
  return tenant.graph.raise(
    dlpAlert({ policy: dlpPolicies.financialData, rule: rule ?? assert.fail(), user, location, at }),
  );
};
const mail = (recipient: string, subject: string, at?: Date) =>
  match({ kind: 'mail', subject, recipient, attachments: 1 }, adele, at);

test('finds the mails of a user to a domain, and only those', async () => {
  mail('me@fabrikam.com', 'Plans');
  mail('me@tailspintoys.com', 'Other');
  match({ kind: 'mail', subject: 'Not Adele', recipient: 'me@fabrikam.com', attachments: 1 }, lee);
  mail('me@fabrikam.com', 'Long ago', new Date(Date.now() - 10 * 24 * 3_600_000));
  const query = { queryName: 'mailsToDomain', user: 'Adele@contoso.com', domain: 'FABRIKAM.com' };
  const result = await run(query, app());
  assert.deepEqual(
    result.rows.map(({ Subject, RecipientEmailAddress }: Record<string, unknown>) => [Subject, RecipientEmailAddress]),
    [['Plans', 'me@fabrikam.com']],
  );
  assert.deepEqual([result.rowCount, result.isTruncated, result.queriesVersion], [1, false, approvedQueries.version]);
  assert.deepEqual(result.columns[0], { name: 'Timestamp', type: 'DateTime' });
  const wider = await run({ ...query, days: 30 });
  assert.equal(wider.rowCount, 2);
});

test('counts the mails of a user by domain, the most first', async () => {
  mail('you@fabrikam.com', 'More plans');
  const { columns, rows } = await run({ queryName: 'externalRecipients', user: adele.mail });
  assert.deepEqual(columns, [
    { name: 'RecipientDomain', type: 'String' },
    { name: 'Mails', type: 'Int64' },
  ]);
  assert.deepEqual(rows, [
    { RecipientDomain: 'fabrikam.com', Mails: 2 },
    { RecipientDomain: 'tailspintoys.com', Mails: 1 },
  ]);
});

test('finds what happened to a file, and what a user did', async () => {
  const { cardPayments } = sites.finance.files;
  const file = await run({ queryName: 'fileActivity', fileName: cardPayments.name, days: 30 });
  const actions = file.rows.map(({ ActionType, AccountId }: Record<string, unknown>) => [ActionType, AccountId]).sort();
  // Defender knows one person by several names.
  assert.deepEqual(actions, [
    ['AnonymousLinkCreated', users.pradeep.id],
    ['FileUploaded', users.pradeep.userPrincipalName],
  ]);
  // Another name, though this one ends in it.
  const ending = cardPayments.name.replace('Card ', '');
  assert.deepEqual((await run({ queryName: 'fileActivity', fileName: ending, days: 30 })).rows, []);
  const { rows } = await run({ queryName: 'userFileActivity', user: 'PRADEEP@contoso.com', days: 30 });
  const done = rows.map(({ ObjectName, ActionType }: Record<string, unknown>) => `${ObjectName} ${ActionType}`);
  for (const action of ['FileUploaded', 'AnonymousLinkCreated'])
    assert.ok(done.includes(`${cardPayments.name} ${action}`), `${action} is not among ${done}`);
  assert.doesNotMatch(done.join('\n'), new RegExp(sites.finance.files.annualReport.name));
});

test('finds a file on devices', async () => {
  const { cardPayments } = sites.finance.files;
  match({ kind: 'device', hostName: 'CONTOSO-ADELE', file: cardPayments, folder: 'C:\\Users\\adele' });
  const { rows } = await run({ queryName: 'fileOnDevices', fileName: 'card payments q3.XLSX' });
  assert.partialDeepStrictEqual(rows, [{ DeviceName: 'contoso-adele.contoso.com', FolderPath: 'C:\\Users\\adele' }]);
});

test('tells the evidence of a DLP alert, and nothing of an insider risk alert', async () => {
  const { id } = mail('me@fabrikam.com', 'Evidence');
  const { rows } = await run({ queryName: 'alertEvidence', alertId: id });
  assert.deepEqual(rows.map(({ EntityType }: Record<string, unknown>) => EntityType).sort(), [
    'MailMessage',
    'Mailbox',
    'User',
  ]);
  const risk = tenant.graph.raise(insiderRiskAlert({ user: lee, policyName: 'Leaks', at: new Date() }));
  assert.deepEqual((await run({ queryName: 'alertEvidence', alertId: risk.id })).rows, []);
  const ofLee = await run({ queryName: 'userDlpAlerts', user: lee.userPrincipalName });
  assert.ok(ofLee.rows.every(({ AlertId }: { AlertId: string }) => AlertId.startsWith('dl')));
});

test('passes values as literals, which cannot change the query', async () => {
  for (const fileName of ['x" or "" == "', "' | take 5 //", '\\" | project AccountId', 'a\n| take 1']) {
    assert.deepEqual((await run({ queryName: 'fileActivity', fileName, days: 30 })).rows, [], fileName);
  }
});

test('answers no more rows than are wanted, and says when there are more', async () => {
  const { rowCount, isTruncated } = await run({ queryName: 'userDlpAlerts', user: adele.userPrincipalName, top: 2 });
  assert.deepEqual([rowCount, isTruncated], [2, true]);
  const all = await run({ queryName: 'userDlpAlerts', user: adele.userPrincipalName });
  assert.ok(all.rowCount > 2 && !all.isTruncated);
  assert.equal(new Set(all.rows.map(({ AlertId }: { AlertId: string }) => AlertId)).size, all.rowCount);
});

test('refuses a query that nobody approved, or inputs that it does not take, before Graph is asked', async () => {
  tenant.graph.requests.reset();
  for (const [body, field] of [
    [{ queryName: 'CloudAppEvents | take 1' }, 'queryName'],
    [{ queryName: 'fileActivity' }, 'fileName'],
    [{ queryName: 'fileActivity', fileName: 'a', user: 'a@b.c' }, 'user'],
  ] as const) {
    await assert.rejects(run(body), { code: 'InvalidInput', message: new RegExp(`^${field}: `) });
  }
  assert.equal(tenant.graph.requests.total, 0);
});

test('cuts what is too large, and leaves out what is nothing', async () => {
  const service = await startService((response) =>
    sendJson(response, 200, {
      schema: [
        { Name: 'A', Type: 'String' },
        { Name: 'B', Type: 'Dynamic' },
        ...['D', 'E', 'F'].map((Name) => ({ Name, Type: 'Int64' })),
        'no column',
        { Name: 7, Type: 'String' },
      ],
      results: Array.from({ length: 100 }, () => ({
        A: 'x'.repeat(100_000),
        B: { nested: [1] },
        C: 'unheard of',
        D: 3,
        E: false,
        F: null,
      })),
    }),
  );
  try {
    const result = await run({ queryName: 'fileActivity', fileName: 'a' }, person(megan), service.clients());
    assert.deepEqual(
      result.columns.map(({ name }: { name: string }) => name),
      ['A', 'B', 'D', 'E', 'F'],
    );
    assert.ok(result.rowCount > 10 && result.rowCount < 40 && result.isTruncated);
    const { A, ...others } = result.rows[0];
    assert.match(A, /… \[cut\]$/);
    assert.deepEqual(others, { B: '{"nested":[1]}', D: 3, E: false });
  } finally {
    await service.close();
  }
});

test('takes an answer without a schema or without results for a fault, not for nothing found', async () => {
  const answers = [{ results: [] }, { schema: [] }];
  const service = await startService(inTurn(answers));
  const hunt = huntingOfGraph(service.clients());
  try {
    for (const _answer of answers)
      await assert.rejects(hunt(person(megan), 'T', { rows: 1 }), { name: 'UpstreamError', kind: 'fault' });
  } finally {
    await service.close();
  }
});

testGraphFaults(runHuntingQuery, {
  dependencies,
  call: () => ({ body: { queryName: 'fileActivity', fileName: 'a.xlsx', days: 7, top: 10 } }),
  route: 'POST /security/runHuntingQuery',
});
