import { product } from '../product.ts';
import type { Environment } from './environment.ts';

export interface ConnectorFiles {
  /** The text of `apiDefinition.swagger.json`. */
  readonly definition: string;
  /** The text of `apiProperties.json`. */
  readonly properties: string;
}

/**
 * The connector's files with an environment's values in the places of the placeholders. The host is a fixed text, so
 * that no connection can send a maker's token anywhere else.
 */
export const stampConnector = (
  { definition, properties }: ConnectorFiles,
  { host, tenantId, apiClientId, connectorClientId }: Environment,
): ConnectorFiles => {
  const stamped = (text: string): string =>
    text
      .replaceAll(product.host, host)
      .replaceAll(product.apiClientId, apiClientId)
      .replaceAll(product.connectorClientId, connectorClientId);
  return {
    definition: stamped(definition),
    properties: stamped(properties).replaceAll('"value": "common"', `"value": "${tenantId}"`),
  };
};
