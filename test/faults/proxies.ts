import type { Azurite } from '../../sandbox/azurite.ts';
import { api } from '../../sandbox/contoso/applications.ts';
import { type KeyVault, startKeyVault } from '../../sandbox/keyVault/startKeyVault.ts';
import type { Contoso } from '../backEnd.ts';
import { type FaultProxy, startFaultProxy } from './faultProxy.ts';
import type { Receiver } from './receiver.ts';

/** Everything that the app talks to. */
export const services = [
  'graph',
  'activityFeed',
  'entra',
  'keyVault',
  'tables',
  'queues',
  'blobs',
  'callbacks',
] as const;
export type Service = (typeof services)[number];
export type Proxies = Readonly<Record<Service, FaultProxy>>;

type WaySetting =
  | 'AzureWebJobsStorage'
  | 'ENTRA_AUTHORITY_HOST'
  | 'GRAPH_BASE_URL'
  | 'ACTIVITY_FEED_BASE_URL'
  | 'ENCRYPTION_KEY_VAULT_KEY_ID';

interface Ways {
  readonly proxies: Proxies;
  /** By which the app takes them. */
  readonly settings: Readonly<Record<WaySetting, string>>;
  close(): Promise<void>;
}

interface Around {
  readonly contoso: Contoso;
  readonly azurite: Azurite;
  readonly receiver: Receiver;
}

/** Puts a proxy on every way out of the app, and a vault behind one of them that wraps the app's keys. */
export async function startProxies({ contoso, azurite, receiver }: Around): Promise<Ways> {
  const { entra: authority, tls, caPem } = contoso;
  const secure = { tls, caPem };
  const plain = (service: Service, port: number) => startFaultProxy({ service, upstream: `http://127.0.0.1:${port}` });

  const [graph, activityFeed, entra, tables, queues, blobs, callbacks] = await Promise.all([
    startFaultProxy({ service: 'graph', upstream: contoso.graph.origin, secure }),
    startFaultProxy({ service: 'activityFeed', upstream: contoso.activityFeed.origin, secure }),
    startFaultProxy({ service: 'entra', upstream: authority.origin, secure }),
    plain('tables', azurite.table),
    plain('queues', azurite.queue),
    plain('blobs', azurite.blob),
    plain('callbacks', receiver.port),
  ]);
  authority.nameItself(entra.origin);
  const vault: KeyVault = await startKeyVault({
    tls,
    authorityOrigin: entra.origin,
    keySet: authority.keySet,
    allowed: [api.objectId],
  });
  const keyVault = await startFaultProxy({ service: 'keyVault', upstream: vault.origin, secure });
  vault.nameItself(keyVault.origin);

  const proxies = { graph, activityFeed, entra, keyVault, tables, queues, blobs, callbacks };
  return {
    proxies,
    settings: {
      AzureWebJobsStorage: azurite.connectionString
        .replace(`:${azurite.table}/`, `:${tables.port}/`)
        .replace(`:${azurite.queue}/`, `:${queues.port}/`)
        .replace(`:${azurite.blob}/`, `:${blobs.port}/`),
      ENTRA_AUTHORITY_HOST: entra.origin,
      GRAPH_BASE_URL: graph.origin,
      ACTIVITY_FEED_BASE_URL: activityFeed.origin,
      ENCRYPTION_KEY_VAULT_KEY_ID: vault.keyId,
    },
    async close() {
      await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
      await vault.close();
    },
  };
}
