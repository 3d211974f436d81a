import type { NeededPermission } from '../functions/health/leastPrivilege.ts';
import { azureCliCommands, powerShellCommands } from './grantCommands.ts';

const printKind = (permissions: readonly NeededPermission[], kind: NeededPermission['kind']): string =>
  permissions
    .filter((permission) => permission.kind === kind)
    .map(({ name, operations, timers }) => `  ${name}\n    ${[...operations, ...timers].join(', ')}`)
    .join('\n') || '  none';

/** The permissions for the terminal: who needs each, and the commands that grant them all. */
export const printGrants = (permissions: readonly NeededPermission[]): string =>
  `Delegated, for the application registration:
${printKind(permissions, 'delegated')}

Application, for the managed identity:
${printKind(permissions, 'application')}

With the Azure CLI, in bash:

${azureCliCommands(permissions)}

Or with Microsoft Graph PowerShell, as a script:

${powerShellCommands(permissions)}`;
