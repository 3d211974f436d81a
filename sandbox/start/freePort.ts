import { randomInt } from 'node:crypto';
import { isFree } from '../isFree.ts';

// Below those that Linux, macOS and Windows give to whoever connects or listens without naming one: a port of these
// is still free when the back end listens, a while after it was tried.
const firstPort = 20_000;
const lastPort = 32_767;
const tries = 50;

/** The wished port of this machine when nobody listens on it, otherwise a free one; 0 wishes for any. */
export async function freePort(wished: number): Promise<number> {
  if (wished !== 0 && (await isFree(wished))) return wished;
  for (let tried = 0; tried < tries; tried += 1) {
    const port = randomInt(firstPort, lastPort + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`${tries} ports between ${firstPort} and ${lastPort} are in use; stop what listens there.`);
}
