import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a check holds; fails after a time that a slow machine does not need either. */
export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await delay(25);
  }
}
