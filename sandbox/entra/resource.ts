import { api } from '../contoso/applications.ts';
import { microsoftResources, type Resource } from '../contoso/microsoftResources.ts';

const ourApi: Resource = { appId: api.clientId, displayName: api.displayName, identifierUri: api.appIdUri };
const resources: readonly Resource[] = [ourApi, ...Object.values<Resource>(microsoftResources)];

/** The resource of that app id or identifier URI, with or without a trailing slash. */
export function findResource(identifier: string): Resource | undefined {
  const wanted = identifier.replace(/\/$/, '').toLowerCase();
  return resources.find(({ appId, identifierUri }) => appId === wanted || identifierUri.toLowerCase() === wanted);
}

/** Whether the resource takes v2.0 tokens (its manifest's requestedAccessTokenVersion 2); the others take v1.0. */
export function takesVersion2(resource: Resource): boolean {
  return resource.appId === api.clientId || resource.appId === microsoftResources.tokenExchange.appId;
}
