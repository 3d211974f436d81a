import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEvidence } from '../../functions/alerts/evidence/toEvidence.ts';
import { graphEvidence } from './graphEvidence.ts';

/** Every value at the ends of a JSON value, as it is compared here: times by the instant, numbers as texts. */
function leaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, member]) => (name === '@odata.type' ? [] : leaves(member)));
  }
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return [new Date(value).toISOString()];
  return [String(value)];
}

for (const piece of graphEvidence) {
  const type = String(piece['@odata.type']).replace(/^#microsoft\.graph\.security\.(\w+)Evidence$/, '$1');
  test(`keeps everything that ${type} evidence says, by its own type`, () => {
    const evidence = toEvidence(piece);
    assert.equal(evidence.type, type);
    assert.deepEqual(leaves(evidence.details).sort(), leaves(piece).sort());
  });
}

test('maps what all evidence says of itself, and drops nulls', () => {
  const evidence = toEvidence({
    '@odata.type': '#microsoft.graph.security.userEvidence',
    createdDateTime: '2026-09-01T10:00:00+02:00',
    verdict: 'suspicious',
    remediationStatus: 'pendingApproval',
    remediationStatusDetails: null,
    roles: ['policyViolator', 'unknownFutureValue'],
    detailedRoles: ['Subject'],
    tags: [],
    stream: null,
    userAccount: { userPrincipalName: 'adele@contoso.com', displayName: null, azureAdUserId: 'u-1', userSid: null },
  });
  assert.deepEqual(evidence, {
    type: 'user',
    verdict: 'suspicious',
    remediationStatus: 'pendingApproval',
    roles: ['policyViolator', 'unknown'],
    detailedRoles: ['Subject'],
    createdAt: '2026-09-01T08:00:00.000Z',
    details: { userPrincipalName: 'adele@contoso.com', objectId: 'u-1' },
  });
});

test('keeps evidence of an unknown type under its type name, with the fields that it has', () => {
  const evidence = toEvidence({
    '@odata.type': '#microsoft.graph.security.quantumComputerEvidence',
    verdict: 'newVerdict',
    qubits: 12,
    owner: { '@odata.type': '#microsoft.graph.security.owner', name: 'Adele', phone: null },
    'links@odata.type': '#Collection(String)',
    links: ['a', null],
  });
  assert.deepEqual(evidence, {
    type: 'quantumComputer',
    verdict: 'unknown',
    details: { qubits: 12, owner: { name: 'Adele' }, links: ['a'] },
  });
});

test('leaves out a field of another type, and keeps the rest of the evidence', () => {
  const { details } = toEvidence({
    '@odata.type': '#microsoft.graph.security.deviceEvidence',
    deviceDnsName: ['pc1'],
    hostName: 'pc1',
    osBuild: '26100',
    firstSeenDateTime: 'yesterday',
    loggedOnUsers: [{ accountName: 'adele' }, null, 3],
    vmMetadata: 'none',
  });
  assert.deepEqual(details, { hostName: 'pc1', osBuild: 26_100, loggedOnUsers: [{ accountName: 'adele' }] });
});

test('ends where evidence holds itself ever deeper', () => {
  let pod: Record<string, unknown> = { name: 'innermost' };
  for (let level = 0; level < 1_000; level += 1) pod = { name: `pod ${level}`, containers: [{ name: 'c', pod }] };
  const { details } = toEvidence({ '@odata.type': '#microsoft.graph.security.kubernetesPodEvidence', ...pod });
  assert.equal(JSON.stringify(details).match(/"name"/g)?.length, 4);
});
