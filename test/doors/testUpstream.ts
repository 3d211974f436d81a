import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { addAlertComment } from '../../functions/alerts/addAlertComment.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { type Canary, startCanary } from './canary.ts';
import { hostileUpstream } from './hostileUpstream.ts';
import type { OpenDoors } from './openDoors.ts';

/** Graph, as it is asked and whatever it answers. */
export const testUpstream = (doors: () => OpenDoors) =>
  describe('what stands behind the back end', () => {
    let canary: Canary;
    before(async () => {
      canary = await startCanary();
    });
    after(() => canary.close());

    test('is asked in the name of the very caller, however many call at once', async () => {
      const { backEnd } = doors();
      const people = Object.values(users).slice(0, 8);
      const alertId = backEnd.graph.raise({ serviceSource: 'dataLossPrevention' }).id;
      const calls = Array.from({ length: 5 }, () => people).flat();
      const told = await Promise.all(
        calls.map(async (user, index) => {
          const token = await backEnd.tokenOf(user, { roles: ['Purview.Responder'], uti: `sign-in ${index}` });
          const comment = `Comment ${index} of ${user.displayName}`;
          const { body, text } = await backEnd.call(addAlertComment, {
            token,
            parameters: { alertId },
            body: { comment },
          });
          const mine = Object(body).comments?.find((one: { comment: string }) => one.comment === comment);
          assert.ok(mine, text);
          return [user.displayName, mine.createdBy];
        }),
      );
      assert.deepEqual(
        told.filter(([caller, author]) => caller !== author),
        [],
      );
    });

    // `npm run faults` has every operation meet every answer.
    test('may answer whatever it likes, and breaks nothing', async () => {
      const { backEnd, existing } = doors();
      const canaryOrigin = `http://localhost:${canary.port}`;
      const { tried, faults } = await hostileUpstream({ backEnd, existing, canaryOrigin }, 10);
      assert.deepEqual(faults, []);
      assert.ok(tried > 50, `${tried} were tried`);
      assert.equal(canary.connections, 0);
      assert.doesNotMatch(backEnd.stdout() + backEnd.stderr(), /A call failed/);
    });
  });
