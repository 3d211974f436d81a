import { leastPrivilege, type NeededPermission } from '../functions/health/leastPrivilege.ts';
import { resourceOf } from '../functions/integrations/entra/permissionResource.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import type { Timer } from '../functions/runtime/timer.ts';
import { anchor, code, generatedNote, link, page, table } from './markdown.ts';

/** The table of permissions, delegated and application, with who needs each. */
export const printPermissions = (operations: readonly Operation<never>[], timers: readonly Timer<never>[]): string => {
  const headings = new Map(operations.map(({ operationId, summary }) => [operationId, summary]));
  const toReference = (operationId: string): string =>
    link(operationId, `operations.md${anchor(headings.get(operationId) ?? operationId)}`);
  const row = ({ name, operations: users, timers: schedules }: NeededPermission): readonly string[] => [
    code(name),
    resourceOf(name).title,
    [...users.map(toReference), ...schedules.map((timer) => `${timer} (timer)`)].join(', '),
  ];
  const needed = leastPrivilege(operations, timers);
  const tableOf = (kind: NeededPermission['kind']): string => {
    const rows = needed.filter((permission) => permission.kind === kind).map(row);
    return rows.length === 0 ? 'None.' : table(['Permission', 'Of', 'Needed by'], rows);
  };
  return page([
    generatedNote,
    '# Permissions',
    'The least that each operation and timer needs, and nothing besides. `npm run permissions` prints the list with the commands that grant it; with `--features alerts,labels` only what those features need. What works only once a setting switches it on is printed for those who name its feature, such as `dlpPolicies`.',
    '## Delegated',
    'For operations that act with the rights of the person who calls. An administrator consents to them for the application registration; what a person may do stays limited to their own rights.',
    tableOf('delegated'),
    '## Application',
    'For timers, and for operations that an application may call. They are granted to the managed identity of the Function App.',
    tableOf('application'),
  ]);
};
