import type { ConnectorClient } from './connectorClient.ts';
import type { ConnectorOperation } from './connectorOperations.ts';
import type { OperationInputs } from './flowDefinition.ts';

/** A connector as flows reach it: what it can do, where, and with the connection's token. */
export interface Connector {
  readonly operations: ReadonlyMap<string, ConnectorOperation>;
  readonly baseUrl: string;
  readonly client: ConnectorClient;
}

/** The connectors that flows have connections to, by the name of their api: `shared_teams`. */
export type Connectors<C = Connector> = ReadonlyMap<string, C>;

export const apiName = ({ apiId }: OperationInputs['host']): string => apiId.split('/').at(-1) ?? '';

/** The connector and operation that a trigger or action of an imported flow names; the import has made sure of both. */
export function connectorOf(
  connectors: Connectors,
  host: OperationInputs['host'],
): Connector & { readonly operation: ConnectorOperation } {
  const connector = connectors.get(apiName(host));
  const operation = connector?.operations.get(host.operationId);
  if (!connector || !operation) throw new Error(`There is no operation '${host.operationId}' of '${apiName(host)}'.`);
  return { ...connector, operation };
}
