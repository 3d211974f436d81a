import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a check holds; throws after a time that is as long as the caller thinks it may ever take. */
export async function until(what: string, check: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > deadlineMs) throw new Error(`Waited in vain until ${what}.`);
    await delay(25);
  }
}
