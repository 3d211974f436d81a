import { after } from 'node:test';
import { CallbackSink } from './callbackSink.ts';
import { createWorld, openProcess } from './subscriptionFixture.ts';

/** A process with a world of its own, and an endpoint for its flows; both close when the suite is over. */
export async function oneProcess() {
  const sink = await CallbackSink.start();
  const process = openProcess(createWorld());
  after(async () => {
    await process.close();
    await sink.close();
  });
  return { process, sink };
}
