import type { Template } from '../flows/templates.ts';
import { connectionReferences } from './connectionReferences.ts';
import type { Environment } from './environment.ts';
import { allVariables } from './environmentVariables.ts';
import { apiPath, ownApi } from './stampFlow.ts';

/**
 * The text of the file that `pac solution import --settings-file` takes: what the flows are told in an environment, and
 * the connections that they use. An empty value is for an administrator to fill in
 * (learn.microsoft.com/power-platform/alm/conn-ref-env-variables-build-tools).
 */
export const deploymentSettings = (
  templates: readonly Template[],
  { environmentVariables, connections = {}, connectorInternalId = ownApi }: Environment,
): string => {
  const variables = allVariables(templates).map(({ schemaName, defaultValue }) => ({
    SchemaName: schemaName,
    Value: environmentVariables[schemaName] ?? String(defaultValue ?? ''),
  }));
  const references = connectionReferences(templates).map(({ logicalName, api }) => ({
    LogicalName: logicalName,
    ConnectionId: connections[logicalName] ?? '',
    ConnectorId: apiPath(api === ownApi ? connectorInternalId : api),
  }));
  return `${JSON.stringify({ EnvironmentVariables: variables, ConnectionReferences: references }, undefined, 2)}\n`;
};
