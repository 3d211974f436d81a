import type { TokenCredential } from '@azure/identity';
import { createApprovals } from '../approvals/approvals.ts';
import { createChangeLog } from '../changes/changeLog.ts';
import { createPolicyBaselines } from '../dlpPolicies/policyBaselines.ts';
import { createEventLog } from '../events/eventLog.ts';
import { createToldHealth } from '../health/toldHealth.ts';
import { keyVaultKey } from '../integrations/keyVault/keyVaultKey.ts';
import { isLoopbackHost } from '../runtime/loopbackHost.ts';
import type { Settings } from '../settings.ts';
import { createReceipts } from '../sharing/receipts.ts';
import { encryptionWith } from '../storage/encryption.ts';
import { createIdempotencyStore } from '../storage/idempotencyStore.ts';
import { joinedRings, localKeyRing } from '../storage/keyRing.ts';
import { openQueue } from '../storage/queue.ts';
import { createRateBudget } from '../storage/rateBudget.ts';
import type { StorageConnection } from '../storage/storageConnection.ts';
import { openTable } from '../storage/table.ts';
import { wrappedKeyRing } from '../storage/wrappedKeyRing.ts';
import { createCursorStore } from '../subscriptions/cursorStore.ts';
import { createDeadLetters } from '../subscriptions/deadLetters.ts';
import { createHints, hintQueue, probeQueue } from '../subscriptions/hints.ts';
import { createSubscriptionStore } from '../subscriptions/subscriptionStore.ts';

export type Stores = ReturnType<typeof openStores>;

/** Everything that lives in the storage account: each table and queue by its name, and the keys that seal secrets in them. */
export const openStores = (settings: Settings, appCredential: TokenCredential, now: () => Date) => {
  const connection = connectionOf(settings, appCredential);
  const subscriptions = createSubscriptionStore(openTable(connection, 'purviewSubscriptions'));
  const { ENCRYPTION_KEYS: localKeys, ENCRYPTION_KEY_VAULT_KEY_ID: keyId } = settings;
  const dataKeys =
    keyId === undefined
      ? undefined
      : wrappedKeyRing({
          table: openTable(connection, 'purviewDataKeys'),
          wrapping: keyVaultKey({
            keyId,
            credential: appCredential,
            vault: settings.SANDBOX && isLoopbackHost(new URL(keyId).hostname) ? 'loopback' : 'azure',
          }),
          now,
        });
  const rings = [...(dataKeys ? [dataKeys] : []), ...(localKeys ? [localKeyRing(localKeys)] : [])];
  return {
    log: createEventLog({ table: openTable(connection, 'purviewEvents'), tenantId: settings.ENTRA_TENANT_ID, now }),
    subscriptions,
    cursors: createCursorStore(openTable(connection, 'purviewCursors'), { leaseMs: settings.LEASE_SECONDS * 1_000 }),
    deadLetters: createDeadLetters(openTable(connection, 'purviewDeadLetters')),
    hints: createHints(
      { hints: openQueue(connection, hintQueue), probes: openQueue(connection, probeQueue) },
      subscriptions,
    ),
    idempotency: createIdempotencyStore(openTable(connection, 'purviewKeyedCalls'), now),
    approvals: createApprovals(openTable(connection, 'purviewApprovals'), now),
    changeLog: createChangeLog(openTable(connection, 'purviewChanges'), now),
    ediscoveryBudget: createRateBudget(openTable(connection, 'purviewBudgets'), {
      name: 'ediscovery',
      service: 'eDiscovery',
      calls: settings.EDISCOVERY_CALLS_PER_MINUTE,
      perMs: 60_000,
    }),
    receipts: createReceipts(openTable(connection, 'purviewReceipts')),
    policyBaselines: createPolicyBaselines(openTable(connection, 'purviewBaselines')),
    toldHealth: createToldHealth(openTable(connection, 'purviewHealth')),
    dataKeys,
    encryption: encryptionWith(joinedRings(rings)),
  };
};

const connectionOf = ({ storage }: Settings, appCredential: TokenCredential): StorageConnection =>
  storage.kind === 'connection string'
    ? { connectionString: storage.connectionString }
    : { tableEndpoint: storage.tableUrl, queueEndpoint: storage.queueUrl, credential: async () => appCredential };
