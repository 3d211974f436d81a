import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ErrorBody, type GraphFixture, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
let token: string;
before(async () => {
  fixture = await startGraphFixture();
  token = await fixture.applicationToken('ThreatHunting.Read.All');
  const createdDateTime = new Date(Date.now() - 3_600_000).toISOString();
  fixture.graph.raise({
    id: 'dl1',
    title: 'One',
    severity: 'high',
    serviceSource: 'dataLossPrevention',
    createdDateTime,
    evidence: [user('adele'), user('lee')],
  });
  fixture.graph.raise({
    id: 'dl2',
    title: 'two',
    severity: 'low',
    serviceSource: 'dataLossPrevention',
    evidence: [user('adele')],
  });
});
after(() => fixture.close());

const user = (name: string) => ({
  '@odata.type': '#microsoft.graph.security.userEvidence',
  userAccount: { userPrincipalName: `${name}@contoso.com` },
});

interface Results {
  schema: { name: string; type: string }[];
  results: Record<string, unknown>[];
}

async function hunt(body: object, bearer = token) {
  const response = await fixture.call('/security/runHuntingQuery', {
    method: 'POST',
    token: bearer,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const parsed = (await response.json()) as Results & ErrorBody;
  return { status: response.status, ...parsed };
}
const rowsOf = async (steps: string) =>
  (await hunt({ Query: `AlertEvidence ${steps} | project AlertId, AccountUpn | order by AccountUpn asc` })).results.map(
    ({ AlertId, AccountUpn }) => `${AlertId} ${String(AccountUpn).split('@')[0]}`,
  );

for (const [steps, expected] of [
  ['', ['dl1 adele', 'dl2 adele', 'dl1 lee']],
  ['| where AlertId == "dl1"', ['dl1 adele', 'dl1 lee']],
  ["| where AlertId == 'DL1'", []],
  ["| where AlertId =~ 'DL1' and AccountUpn startswith 'LEE'", ['dl1 lee']],
  ["| where AlertId != 'dl1' or AccountUpn contains 'lee'", ['dl2 adele', 'dl1 lee']],
  ["| where (AlertId == 'dl2' or AccountUpn has 'lee') and Severity in ('high', 'low')", ['dl2 adele', 'dl1 lee']],
  ["| where Severity in~ ('HIGH') | where AccountUpn endswith '@CONTOSO.com'", ['dl1 adele', 'dl1 lee']],
  ["| where AccountUpn !~ 'ADELE@contoso.com'", ['dl1 lee']],
  [`| where Timestamp >= datetime(${new Date(Date.now() - 600_000).toISOString()})`, ['dl2 adele']],
  ['| where Timestamp < datetime(2020-01-01)', []],
  ['| order by Title asc | take 2', ['dl1 adele', 'dl1 lee']],
] as const)
  test(`evaluates ${steps || 'a table without steps'}`, async () => {
    assert.deepEqual((await rowsOf(steps)).toSorted(), expected.toSorted());
  });

test('counts by columns, and tells the types of the columns', async () => {
  const query = 'AlertEvidence | summarize Alerts = count() by AccountUpn | order by Alerts desc';
  const { status, schema, results } = await hunt({ query, timespan: 'P30D' });
  assert.equal(status, 200);
  assert.deepEqual(schema, [
    { name: 'AccountUpn', type: 'String' },
    { name: 'Alerts', type: 'Int64' },
  ]);
  assert.deepEqual(results, [
    { AccountUpn: 'adele@contoso.com', Alerts: 2 },
    { AccountUpn: 'lee@contoso.com', Alerts: 1 },
  ]);
});

test('reads properties of a dynamic column as texts', async () => {
  const counted = async (condition: string) =>
    (await hunt({ Query: `CloudAppEvents | where ${condition} | project ActionType, RawEventData` })).results;
  const uploads = await counted("tostring(RawEventData.Operation) in~ ('FILEUPLOADED')");
  assert.ok(uploads.length > 0 && uploads.every(({ ActionType }) => ActionType === 'FileUploaded'));
  assert.deepEqual(uploads, await counted("ActionType == 'FileUploaded'"));
  assert.deepEqual(uploads, await counted('tostring(RawEventData) contains \'"Operation":"FileUploaded"\''));
  assert.deepEqual(await counted("tostring(RawEventData.Operation.Name) != ''"), []);
});

for (const [query, message] of [
  ['Nothing', /table expression named 'Nothing'/],
  ['AlertEvidence | where Nothing == "x"', /column expression named 'Nothing'/],
  ['AlertEvidence | where AlertId == 7', /types String and number/],
  ['AlertEvidence | where Timestamp >= "2026"', /types DateTime and string/],
  ['CloudAppEvents | where RawEventData.UserId == "x"', /types Dynamic and string/],
  ['CloudAppEvents | where tostring(AccountId.Name) == "x"', /'AccountId' of type String has no properties/],
  ['CloudAppEvents | where tostring(RawEventData.) == "x"', /expected a property/],
  ['CloudAppEvents | order by RawEventData asc', /cannot order by/],
  ['AlertEvidence | where AlertId == "open', /could not be parsed/],
  ['AlertEvidence | explode', /'explode' is not supported/],
  ['AlertEvidence where', /expected '\|'/],
  ['AlertEvidence | take lots', /expected a literal/],
  ['AlertEvidence | where Timestamp >= datetime(soon)', /not a datetime/],
] as const)
  test(`refuses ${query}`, async () => {
    const { status, error } = await hunt({ Query: query });
    assert.equal(status, 400);
    assert.match(error.message, message);
  });

test('refuses a body without a query, an unknown parameter, and a caller without the permission', async () => {
  assert.equal((await hunt({})).status, 400);
  assert.equal((await hunt({ Query: 'AlertEvidence', Top: 1 })).status, 400);
  const reader = await fixture.applicationToken('SecurityAlert.ReadWrite.All');
  assert.equal((await hunt({ Query: 'AlertEvidence' }, reader)).status, 403);
});
