import { after, before, describe } from 'node:test';
import { type OpenDoors, openDoors } from './openDoors.ts';
import { testInput } from './testInput.ts';
import { testOwners } from './testOwners.ts';
import { testStrangeRequests } from './testStrangeRequests.ts';
import { testTeams } from './testTeams.ts';
import { testUpstream } from './testUpstream.ts';

// One back end for all of them, which is itself a test: what some leave behind must open nothing to the others.
describe('the doors of a back end', () => {
  let doors: OpenDoors;
  before(async () => {
    doors = await openDoors();
  });
  after(() => doors.close());

  testStrangeRequests(() => doors);
  testOwners(() => doors);
  testInput(() => doors);
  testUpstream(() => doors);
  testTeams(() => doors);
});
