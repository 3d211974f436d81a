import { covers, type HeldPermissions } from '../integrations/entra/heldPermissions.ts';
import { resourceOf } from '../integrations/entra/permissionResource.ts';
import type { Operation } from '../runtime/operation.ts';
import type { Timer } from '../runtime/timer.ts';
import { leastPrivilege, type NeededPermission } from './leastPrivilege.ts';

/** Everything that may need a permission. */
export interface PermissionUsers {
  readonly operations: readonly Operation<never>[];
  readonly timers: readonly Timer<never>[];
}

export interface ApplicationPermissions {
  readonly missing: readonly NeededPermission[];
  /** Held, and of use to nothing. */
  readonly surplus: readonly string[];
  /** Why some of it cannot be told. */
  readonly unknown: readonly string[];
}

/** Compares what the app's own tokens hold with what is needed by all that is switched on. */
export async function applicationPermissions(
  { operations, timers }: PermissionUsers,
  isSet: (setting: string) => boolean,
  held: (scope: string) => Promise<HeldPermissions>,
): Promise<ApplicationPermissions> {
  const switchedOn = operations.filter(({ requires = [] }) =>
    requires.every(({ kind, name }) => kind !== 'setting' || isSet(name)),
  );
  const needed = leastPrivilege(switchedOn, timers).filter(({ kind }) => kind === 'application');
  const optional = new Set(timers.flatMap((timer) => timer.optional ?? []));
  const byScope = Map.groupBy(needed, ({ name }) => resourceOf(name).scope);
  const compared = await Promise.all(
    [...byScope].map(async ([scope, permissions]) => {
      const found = await held(scope);
      if ('unknown' in found) return { missing: [], surplus: [], unknown: [found.unknown] };
      const wanted = new Set(permissions.map(({ name }) => name));
      return {
        missing: permissions.filter(({ name }) => !covers(found.permissions, name)),
        surplus: [...found.permissions].filter(
          (name) =>
            !wanted.has(name) &&
            !optional.has(name) &&
            !permissions.some((permission) => covers(new Set([name]), permission.name)),
        ),
        unknown: [],
      };
    }),
  );
  return {
    missing: compared.flatMap(({ missing }) => missing),
    surplus: compared.flatMap(({ surplus }) => surplus).sort(),
    unknown: compared.flatMap(({ unknown }) => unknown),
  };
}
