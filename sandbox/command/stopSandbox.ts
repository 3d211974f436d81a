import { setTimeout as delay } from 'node:timers/promises';
import { type Holder, holderOf } from '../start/sandboxState.ts';

const timeoutMs = 30_000;

/** Asks the sandbox to stop and waits until it has; false when it still runs after half a minute. */
export async function stopSandbox({ control }: Holder, directory: string): Promise<boolean> {
  await fetch(`${control}/stop`, { method: 'POST' });
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (!(await holderOf(directory))) return true;
    await delay(100);
  }
  return false;
}
