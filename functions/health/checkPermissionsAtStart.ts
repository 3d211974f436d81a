import { randomUUID } from 'node:crypto';
import type { Log } from '../runtime/log.ts';
import type { ApplicationPermissions } from './applicationPermissions.ts';
import { checkPermissions } from './checkPermissions.ts';

type Provide = () => Promise<{ readonly applicationPermissions: () => Promise<ApplicationPermissions> }>;

// After the first calls, which a cold start must not hold up.
const waitMs = 5_000;

/** Logs what the app's permissions lack, once shortly after the start; a process that ends before that is not kept. */
export function checkPermissionsAtStart(provide: Provide, log: Log): void {
  setTimeout(async () => {
    try {
      await checkPermissions.run(await provide(), { correlationId: randomUUID(), log });
    } catch (error) {
      log.warn('The permissions of the app could not be compared at the start.', { error });
    }
  }, waitMs).unref();
}
