import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { azurite } from '../azurite.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { createExisting, type Existing } from '../existing.ts';
import { allOperations } from '../tableOfContents.ts';
import { noSchedule } from './noSchedule.ts';
import { type CallAs, createCallAs, owner, ownerCalls, ownerMatrix, ownIds } from './ownerMatrix.ts';
import { settledStorageText } from './storageText.ts';

/** What Microsoft's services call their own; whose they are, they decide by the token that we call them with. */
const vendorIds: readonly string[] = [
  'alertId',
  'channelId',
  'incidentId',
  // A job of the Automation account, which every administrator may look at.
  'changeId',
  'labelId',
  'permissionId',
  'policyId',
  'assignedToId',
  'caseId',
  'caseOperationId',
  'externalId',
  'requestId',
  'searchId',
  'siteId',
  'teamId',
  // An event is nobody's own, and neither is an approval: two people deal with it. test/approvals has who may do what.
  'eventId',
  'approvalId',
];

describe('what belongs to somebody', () => {
  const encryptionKey = randomBytes(32).toString('base64');
  let backEnd: BackEnd;
  let existing: Existing;
  let callAs: CallAs;
  before(async () => {
    backEnd = await startBackEnd({ ...noSchedule, ENCRYPTION_KEYS: encryptionKey });
    existing = await createExisting(backEnd);
    const { connectionString } = await azurite();
    callAs = createCallAs(connectionString, encryptionKey);
  });
  after(async () => {
    await existing.close();
    await backEnd.stop();
  });

  test('has its id among the ids of ours or among those of Microsoft', () => {
    const named = allOperations.flatMap(({ parameters, body }) => [
      ...Object.keys(parameters),
      ...Object.keys(body?.properties ?? {}),
    ]);
    const ids = new Set(named.filter((name) => name.endsWith('Id')));
    assert.deepEqual(
      [...ids].filter((name) => !ownIds.includes(name) && !vendorIds.includes(name)),
      [],
      'say whether these are ours, and so have an owner',
    );
  });

  test('is not there for anybody else, of this tenant or another, and stays as it is', async () => {
    const { connectionString } = await azurite();
    const calls = await ownerCalls(existing);
    const stored = await settledStorageText(connectionString);
    const { tried, faults } = await ownerMatrix(callAs, calls);
    assert.deepEqual(faults, []);
    assert.ok(tried >= 5 * 6, `${tried} were tried`);
    assert.equal(await settledStorageText(connectionString), stored);
  });

  test('is there for its owner', async () => {
    for (const [operation, call] of await ownerCalls(existing)) {
      const { status, text } = await callAs(operation, owner, call);
      assert.notEqual(status, 404, `${operation.operationId}: ${text}`);
      assert.notEqual(status, 500, `${operation.operationId}: ${text}`);
    }
  });
});
