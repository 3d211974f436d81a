import { leastPrivilege, type NeededPermission } from '../functions/health/leastPrivilege.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import type { Declaration, TableOfContents } from './findDeclarations.ts';

export interface WantedPermissions {
  readonly needed: readonly NeededPermission[];
  /** What was left out until a setting switches it on, and how to ask for it, in a sentence; absent when nothing was. */
  readonly leftOut?: string;
}

/** What the features need that are asked for by name, or without names all that is not off until a setting switches it on. */
export const wantedPermissions = (
  { operations, timers }: Pick<TableOfContents, 'operations' | 'timers'>,
  declarations: readonly Declaration[],
  features?: readonly string[],
): WantedPermissions | { readonly fault: string } => {
  const folders = new Set(declarations.map(({ folder }) => folder));
  const wanted = features ?? [...folders];
  const unknown = wanted.filter((folder) => !folders.has(folder));
  if (unknown.length > 0)
    return {
      fault: `There is no feature ${unknown.join(', ')}; --features takes one or more of ${[...folders].join()}.`,
    };
  const folderOf = (value: unknown): string => declarations.find((found) => found.value === value)?.folder ?? '';
  const isWanted = (value: unknown): boolean => wanted.includes(folderOf(value));
  const asked = operations.filter(isWanted);
  // The back end warns of permissions for what no setting has switched on, so only those who name it are told of them.
  const isOff = ({ requires = [] }: Operation<never>): boolean =>
    features === undefined && requires.some(({ kind }) => kind === 'setting');
  const off = asked.filter((operation) => isOff(operation) && leastPrivilege([operation], []).length > 0);
  return {
    needed: leastPrivilege(
      asked.filter((operation) => !isOff(operation)),
      timers.filter(isWanted),
    ),
    ...(off.length > 0 && {
      leftOut: `Left out until a setting switches it on: ${off.map(({ operationId }) => operationId).join(', ')}. --features ${[...new Set(off.map(folderOf))].join()} prints what it needs.`,
    }),
  };
};
