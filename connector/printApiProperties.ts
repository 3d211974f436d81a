import type { Operation } from '../functions/runtime/operation.ts';
import type { SwaggerPart } from './printedParts.ts';
import { product } from './product.ts';

const resource = `api://${product.apiClientId}`;

/**
 * Signs the maker in with Entra ID. `Global` is the redirect that the published schema knows; Power Platform gives a new
 * connector a redirect of its own, to be registered with the application once the connector exists.
 */
const token: SwaggerPart = {
  type: 'oauthSetting',
  oAuthSettings: {
    identityProvider: 'aad',
    clientId: product.connectorClientId,
    scopes: [],
    redirectMode: 'Global',
    redirectUrl: 'https://global.consent.azure-apim.net/redirect',
    properties: {
      IsFirstParty: 'False',
      AzureActiveDirectoryResourceId: resource,
      IsOnbehalfofLoginSupported: true,
    },
    customParameters: {
      loginUri: { value: 'https://login.microsoftonline.com' },
      tenantId: { value: 'common' },
      resourceUri: { value: resource },
    },
  },
};

/** Hands the newest item's cursor back at the next look; the reply's items are newest first. */
const rememberCursor = (operationIds: readonly string[]): SwaggerPart => ({
  templateId: 'pollingtrigger',
  title: 'Remember the cursor of the newest item',
  type: 'PollingTrigger',
  parameters: {
    'x-ms-apimTemplate-operationName': operationIds,
    'x-ms-apimTemplateParameter.triggerConfig': { cursor: '@{triggerBody().value[0].cursor}' },
    'x-ms-apimTemplateParameter.triggerDataPath': '@triggerBody().value',
  },
});

/** Sends the designer to the next page through the platform, which adds the maker's token. */
const routeNextLink = (operationIds: readonly string[]): SwaggerPart => ({
  templateId: 'updatenextlink',
  title: 'Route the next page through the connection',
  parameters: {
    'x-ms-apimTemplate-operationName': operationIds,
    'x-ms-apimTemplateParameter.nextLinkPropertyName': 'nextLink',
  },
});

/** Lists of texts stand on one line where they fit, as the formatter has it. */
const printJson = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2).replaceAll(/(?<=\n)( *"[^"]+": )\[([^[\]{}]*)\]/g, (expanded, key, items) => {
    const line = `${key}[${items.trim().replaceAll(/,\s+/g, ', ')}]`;
    return line.length < 120 ? line : expanded;
  })}\n`;

/** How the platform connects: sign-in, colour, and the policies that polling triggers and paged lists need. */
export const printApiProperties = (operations: readonly Operation<never>[]): string => {
  const idsWhere = (applies: (operation: Operation<never>) => boolean): readonly string[] =>
    operations
      .filter((operation) => operation.audience === 'listed' && applies(operation))
      .map(({ operationId }) => operationId);
  const polling = idsWhere(({ trigger }) => trigger?.mode === 'polling');
  const pageable = idsWhere((operation) => operation.pageable !== undefined);
  const properties = {
    connectionParameters: { token },
    iconBrandColor: product.brandColor,
    capabilities: ['actions', 'triggers'],
    publisher: product.publisher,
    policyTemplateInstances: [
      ...(polling.length > 0 ? [rememberCursor(polling)] : []),
      ...(pageable.length > 0 ? [routeNextLink(pageable)] : []),
    ],
  };
  return printJson({ properties });
};
