import { Agent } from 'undici';

/** Posts bodies and nothing else: what the machine can do. Messages: `post` with bodies and times, answered when done. */
process.on('message', async (message: { url: string; bodies: string[]; times: number; atOnce: number }) => {
  const { url, bodies, times, atOnce } = message;
  const { origin, pathname } = new URL(url);
  const agent = new Agent({ connections: atOnce });
  const startedMs = performance.now();
  let next = 0;
  const post = async (): Promise<void> => {
    while (next < bodies.length * times) {
      const body = bodies[next++ % bodies.length] ?? '';
      const headers = { 'content-type': 'application/json' };
      const { body: answer } = await agent.request({ origin, path: pathname, method: 'POST', headers, body });
      await answer.dump();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, post));
  process.send?.({ kind: 'posted', tookMs: performance.now() - startedMs });
  await agent.destroy();
});
process.on('disconnect', () => process.exit());
