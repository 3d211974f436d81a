import { Agent } from 'undici';
import type { Post } from './sink.ts';

/** Posts headers and bodies and does nothing else: what the machine can do. Each message is answered when all are posted. */
process.on('message', async (message: { url: string; posts: Post[]; times: number; atOnce: number }) => {
  const { url, posts, times, atOnce } = message;
  const { origin, pathname } = new URL(url);
  const agent = new Agent({ connections: atOnce });
  const startedMs = performance.now();
  let next = 0;
  const post = async (): Promise<void> => {
    while (next < posts.length * times) {
      const { headers, body } = posts[next++ % posts.length] as Post;
      const { body: answer } = await agent.request({ origin, path: pathname, method: 'POST', headers, body });
      await answer.dump();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, post));
  process.send?.({ kind: 'posted', tookMs: performance.now() - startedMs });
  await agent.destroy();
});
process.on('disconnect', () => process.exit());
