import type { Template } from '../flows/templates.ts';
import { connectionReferences } from './connectionReferences.ts';
import type { Environment } from './environment.ts';
import { allVariables } from './environmentVariables.ts';

const placeholder = /^0{8}-0{4}-0{4}-0{4}-0{11}[\da-f]$/;
const ids = ['tenantId', 'apiClientId', 'connectorClientId'] as const;

/** What an environment still lacks for its packages to be of use, each with what to do; nothing when all is there. */
export function openPoints(environment: Environment, templates: readonly Template[]): readonly string[] {
  const { environmentVariables, connections = {}, connectorInternalId } = environment;
  const placeholders = ids.filter((name) => placeholder.test(environment[name]));
  const valueless = allVariables(templates)
    .filter(({ schemaName, defaultValue }) => (environmentVariables[schemaName] ?? defaultValue) === undefined)
    .map(({ schemaName }) => schemaName);
  const unconnected = connectionReferences(templates)
    .map(({ logicalName }) => logicalName)
    .filter((logicalName) => connections[logicalName] === undefined);
  return [
    ...(placeholders.length > 0
      ? [
          `${placeholders.join(', ')} ${placeholders.length === 1 ? 'holds' : 'hold'} a placeholder of zeros: put your own into the file of environments, and the host of your back end, and run this again; nobody could sign in.`,
        ]
      : []),
    ...(connectorInternalId === undefined
      ? [
          'import the connector first, then put its internal id into the file of environments as connectorInternalId (pac connector list shows it) and run this again; until then the flows carry a name that the import may not resolve.',
        ]
      : []),
    ...(valueless.length > 0
      ? [
          `no value for ${valueless.join(', ')}: those of the flows that you turn on belong into environmentVariables; they are left out of the deployment settings.`,
        ]
      : []),
    ...(unconnected.length > 0
      ? [
          `no connection for ${unconnected.join(', ')}: create it in the environment and put its id into connections, or choose one when you import by hand; they are left out of the deployment settings.`,
        ]
      : []),
  ];
}
