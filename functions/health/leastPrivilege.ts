import type { Operation } from '../runtime/operation.ts';
import type { Timer } from '../runtime/timer.ts';

/** One permission with the operations and timers that need it. */
export interface NeededPermission {
  readonly kind: 'delegated' | 'application';
  readonly name: string;
  readonly operations: readonly string[];
  readonly timers: readonly string[];
}

interface Need {
  readonly kind: NeededPermission['kind'];
  readonly name: string;
  readonly operation?: string;
  readonly timer?: string;
}

const present = (texts: readonly (string | undefined)[]): readonly string[] =>
  texts.filter((text) => text !== undefined);

/** The least permissions that let every operation and timer do its work: delegated first, then by name. */
export const leastPrivilege = (
  operations: readonly Operation<never>[],
  timers: readonly Timer<never>[],
): readonly NeededPermission[] => {
  const needs: readonly Need[] = [
    ...operations.flatMap(({ operationId: operation, graph: { delegated = [], application = [] } }) => [
      ...delegated.map((name) => ({ kind: 'delegated', name, operation }) as const),
      ...application.map((name) => ({ kind: 'application', name, operation }) as const),
    ]),
    ...timers.flatMap(({ name: timer, graph: { application = [] } }) =>
      application.map((name) => ({ kind: 'application', name, timer }) as const),
    ),
  ];
  return (['delegated', 'application'] as const).flatMap((kind) =>
    [
      ...Map.groupBy(
        needs.filter((need) => need.kind === kind),
        ({ name }) => name,
      ),
    ]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, users]) => ({
        kind,
        name,
        operations: present(users.map(({ operation }) => operation)),
        timers: present(users.map(({ timer }) => timer)),
      })),
  );
};
