import { after, afterEach, beforeEach } from 'node:test';
import { CallbackSink } from './callbackSink.ts';
import { createWorld, openProcess, type Process, type Variation, type World } from './subscriptionFixture.ts';

/**
 * A world of its own for each test of a suite, in which it opens as many processes as it wants, and an endpoint that
 * has heard nothing yet. What a test opens is closed after it.
 */
export async function freshWorlds() {
  const sink = await CallbackSink.start();
  after(() => sink.close());

  let world: World;
  const opened: Process[] = [];
  beforeEach(() => {
    world = createWorld();
    sink.forget();
  });
  afterEach(async () => {
    for (const process of opened.splice(0)) await process.close();
  });

  const open = (variation?: Variation): Process => {
    const process = openProcess(world, variation);
    opened.push(process);
    return process;
  };
  return { sink, open };
}
