import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allOperations } from '../tableOfContents.ts';
import type { OpenDoors } from './openDoors.ts';
import { owner, ownerCalls, ownerMatrix, ownIds } from './ownerMatrix.ts';
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

/** Everything that has an owner, in the hands of everybody else. */
export const testOwners = (doors: () => OpenDoors) =>
  describe('what belongs to somebody', () => {
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
      const { callAs, connectionString, existing } = doors();
      const calls = await ownerCalls(existing);
      const stored = await settledStorageText(connectionString);
      const { tried, faults } = await ownerMatrix(callAs, calls);
      assert.deepEqual(faults, []);
      assert.ok(tried >= 5 * 6, `${tried} were tried`);
      assert.equal(await settledStorageText(connectionString), stored);
    });

    test('is there for its owner', async () => {
      const { callAs, existing } = doors();
      for (const [operation, call] of await ownerCalls(existing)) {
        const { status, text } = await callAs(operation, owner, call);
        assert.notEqual(status, 404, `${operation.operationId}: ${text}`);
        assert.notEqual(status, 500, `${operation.operationId}: ${text}`);
      }
    });
  });
