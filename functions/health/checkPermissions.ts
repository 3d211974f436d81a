import { timer } from '../runtime/timer.ts';
import type { ApplicationPermissions } from './applicationPermissions.ts';

interface Dependencies {
  readonly applicationPermissions: () => Promise<ApplicationPermissions>;
}

export const checkPermissions = timer({
  name: 'CheckPermissions',
  schedule: 'PERMISSION_CHECK_SCHEDULE',
  description:
    'Compares the permissions of the app with those that it needs, and logs what is missing or too much; also at every start.',
  graph: {},
  run: async ({ applicationPermissions }: Dependencies, { log }) => {
    const { missing, surplus, unknown } = await applicationPermissions();
    for (const { name: permission, operations, timers } of missing) {
      log.error('The app lacks an application permission; grant it to its identity.', {
        permission,
        operations,
        timers,
      });
    }
    if (surplus.length > 0) {
      log.warn('The app holds application permissions that it does not need; take them away.', {
        permissions: surplus,
      });
    }
    for (const detail of unknown) log.warn('The permissions of the app could not be looked at.', { detail });
  },
});
