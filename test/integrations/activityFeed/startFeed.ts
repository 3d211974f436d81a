import { createActivityFeed } from '../../../functions/integrations/activityFeed/createActivityFeed.ts';
import type { RetryOptions } from '../../../functions/integrations/graph/retrying.ts';
import { createActivityStore } from '../../../sandbox/activityFeed/activityStore.ts';
import { startActivityFeed } from '../../../sandbox/activityFeed/startActivityFeed.ts';
import { managedIdentity } from '../../../sandbox/contoso/applications.ts';
import { microsoftResources } from '../../../sandbox/contoso/microsoftResources.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { createSigningKeys } from '../../../sandbox/entra/signingKeys.ts';
import { serviceToken } from '../../serviceToken.ts';

interface FeedOptions {
  readonly roles?: readonly string[];
  readonly pageSize?: number;
  readonly retry?: RetryOptions;
}

/** The simulated activity feed, and the real client that reaches it as an app with these roles. */
export async function startFeed({ roles = ['ActivityFeed.Read'], pageSize = 200, retry }: FeedOptions = {}) {
  const keys = await createSigningKeys();
  const store = createActivityStore();
  const service = await startActivityFeed({ keySet: keys.keySet, store, pageSize });
  const token = await serviceToken(keys, microsoftResources.activityFeed.identifierUri, {
    appid: managedIdentity.clientId,
    oid: managedIdentity.objectId,
    sub: managedIdentity.objectId,
    idtyp: 'app',
    roles,
  });
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 600_000 }) };
  const connect = (tenantId: string = tenant.id) =>
    createActivityFeed({
      baseUrl: service.origin,
      tenantId,
      credential,
      retry: { sleep: async () => undefined, ...retry },
    });
  return { ...service, service, store, keys, feed: connect(), connect, close: () => service.close() };
}
