import type { Template } from '../flows/templates.ts';
import { connectionReferences } from './connectionReferences.ts';
import type { Environment } from './environment.ts';
import { allVariables } from './environmentVariables.ts';
import { apiPath, ownApi } from './stampFlow.ts';

/**
 * The text of the file that `pac solution import --settings-file` takes: what the flows are told in an environment, and
 * the connections that they use. What has no value is left out: an empty one would be imported as such or refused
 * (learn.microsoft.com/power-platform/alm/conn-ref-env-variables-build-tools).
 */
export const deploymentSettings = (
  templates: readonly Template[],
  { environmentVariables, connections = {}, connectorInternalId = ownApi }: Environment,
): string => {
  const variables = allVariables(templates).flatMap(({ schemaName, defaultValue }) => {
    const value = environmentVariables[schemaName] ?? defaultValue;
    return value === undefined ? [] : [{ SchemaName: schemaName, Value: String(value) }];
  });
  const references = connectionReferences(templates).flatMap(({ logicalName, api }) => {
    const id = connections[logicalName];
    const connectorId = apiPath(api === ownApi ? connectorInternalId : api);
    return id === undefined ? [] : [{ LogicalName: logicalName, ConnectionId: id, ConnectorId: connectorId }];
  });
  return `${JSON.stringify({ EnvironmentVariables: variables, ConnectionReferences: references }, undefined, 2)}\n`;
};
