import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { tryOrders } from './orders.ts';

// `npm run faults -- --only orders` goes further.
const fewest = 100;

describe('in every order of their requests,', () => {
  const trial =
    (...[name, bounds]: Parameters<typeof tryOrders>) =>
    async (context: TestContext): Promise<void> => {
      const tried = await tryOrders(name, bounds);
      context.diagnostic(`${tried} orders`);
      assert.ok(tried >= fewest, `${tried} orders are too few to tell anything`);
    };

  test(
    'with a death before any of them, two pollers store each record once, and the watermark passes nothing that is not stored',
    trial('pollers', { preemptions: 1, crashes: 1 }),
  );
  test(
    'with a death before any of them, two deliverers send each event, once where nobody dies, and at most what was under way again',
    trial('deliverers', { preemptions: 1, crashes: 1 }),
  );
  test(
    'a flow that subscribes again while its ended subscription is purged is subscribed, with a cursor',
    trial('purge', { preemptions: 2, crashes: 0 }),
  );
  test(
    'with a death before any of them, two pollers and two deliverers lose nothing between them',
    trial('all', { preemptions: 0, crashes: 1 }),
  );
});
