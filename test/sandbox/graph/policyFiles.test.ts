import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dlpPolicies } from '../../../sandbox/contoso/dlpPolicies.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { type GraphFixture, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
before(async () => {
  fixture = await startGraphFixture();
});
after(() => fixture.close());

const path = '/security/dataSecurityAndGovernance/policyFiles';
const permission = 'InformationProtectionPolicy.Read.All';

interface PolicyFile {
  readonly id: string;
  readonly fileType: string;
  readonly status: string;
  readonly version: string;
  readonly content: string;
}

const read = async (token: string, version = 'beta') => {
  const answer = await fixture.call(`${fixture.graph.origin}/${version}${path}`, { token });
  return { status: answer.status, body: (await answer.json()) as { value: PolicyFile[] } };
};

test('hands out the policies as UTF-16LE XML in base64, with a version that changes when they do', async () => {
  const token = await fixture.applicationToken(permission);
  const dlpFile = async () => (await read(token)).body.value.find(({ id }) => id === 'DlpPolicy');
  const file = await dlpFile();
  assert.deepEqual([file?.fileType, file?.status], ['dlpPolicy', 'modified']);
  const xml = Buffer.from(file?.content ?? '', 'base64').toString('utf16le');
  assert.match(xml, /^\ufeff<\?xml version="1\.0" encoding="utf-16"\?><Content /);
  assert.match(xml, /<policy id="a8b7d9bb-[^"]*" name="Card numbers in Teams chats" mode="AuditAndNotify" /);

  fixture.graph.policies.setMode(dlpPolicies.teamsChats.id, 'Enable');
  const later = await dlpFile();
  assert.notEqual(later?.version, file?.version);
  fixture.graph.policies.setMode(dlpPolicies.teamsChats.id, 'Disable');
  const last = Buffer.from((await dlpFile())?.content ?? '', 'base64').toString('utf16le');
  assert.doesNotMatch(last, /Card numbers in Teams chats/);
});

test('is in beta only, for applications only, and with the permission only', async () => {
  assert.equal((await read(await fixture.applicationToken(permission), 'v1.0')).status, 400);
  assert.equal((await read(await fixture.applicationToken('SecurityAlert.Read.All'))).status, 403);
  assert.equal((await read(await fixture.delegatedToken(users.megan, permission))).status, 403);
  assert.equal((await read('none')).status, 401);
  const admitted = fixture.graph.requests.admitted.filter(({ route }) => route === `GET /beta${path}`);
  assert.ok(admitted.some(({ kind }) => kind === 'delegated') && admitted.some(({ kind }) => kind === 'application'));
});
