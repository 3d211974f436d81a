import overlay from '../apiProperties.overlay.json' with { type: 'json' };
import { product } from '../product.ts';
import type { Environment } from './environment.ts';
import { mergePatch } from './mergePatch.ts';

export interface ConnectorFiles {
  /** The text of `apiDefinition.swagger.json`. */
  readonly definition: string;
  /** The text of `apiProperties.json`. */
  readonly properties: string;
}

/**
 * The connector's files with an environment's values in the places of the placeholders, and with the properties that
 * Power Platform has come to know since its published schema. The host is a fixed text, so that no connection can send a
 * maker's token anywhere else.
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
  const known = mergePatch(JSON.parse(stamped(properties)), overlay);
  const ofTenant = {
    properties: {
      connectionParameters: { token: { oAuthSettings: { customParameters: { tenantId: { value: tenantId } } } } },
    },
  };
  return {
    definition: stamped(definition),
    properties: `${JSON.stringify(mergePatch(known, ofTenant), undefined, 2)}\n`,
  };
};
