import assert from 'node:assert/strict';
import { createDependencies } from '../../functions/dependencies.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import type { Operation } from '../../functions/runtime/operation.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { readSettings } from '../../functions/settings.ts';
import { api, connector } from '../../sandbox/contoso/applications.ts';
import { tenant } from '../../sandbox/contoso/tenant.ts';
import { users } from '../../sandbox/contoso/users.ts';
import type { Existing } from '../existing.ts';
import { type Answered, invoke } from '../runtime/invoke.ts';
import type { Call } from '../sendCall.ts';
import { allOperations } from '../tableOfContents.ts';
import { type Findings, sweep } from './sweep.ts';

/** The inputs that name something of ours which belongs to whoever made it. */
export const ownIds: readonly string[] = ['subscriptionId', 'operationId', 'receiptId'];
/** Its operation id is the name of an operation. */
const withoutOwner: readonly string[] = ['GetReadiness'];

const otherTenant = '99999999-9999-4999-8999-999999999999';

const callerOf = (kind: Caller['kind'], tenantId: string, objectId: string): Caller => ({
  kind,
  tenantId,
  objectId,
  clientId: connector.clientId,
  roles: ['Purview.Administrator'],
  token: new Secret('the token of the caller'),
});

export const owner = callerOf('person', tenant.id, users.megan.id);

/** Everybody else, with every role there is. */
const strangers: Readonly<Record<string, Caller>> = {
  'another person': callerOf('person', tenant.id, users.adele.id),
  'an app': callerOf('app', tenant.id, '11111111-1111-4111-8111-111111111111'),
  'the same id in another tenant': callerOf('person', otherTenant, users.megan.id),
  'another person in another tenant': callerOf('person', otherTenant, users.adele.id),
  'an app in another tenant': callerOf('app', otherTenant, users.megan.id),
};

/** Calls an operation on the storage of a back end as anybody, with nothing of Microsoft's in reach. */
export type CallAs = (operation: Operation<never>, caller: Caller, call: Call) => Promise<Answered>;

export function createCallAs(connectionString: string, encryptionKey: string): CallAs {
  const dependencies = createDependencies(
    readSettings({
      AzureWebJobsStorage: connectionString,
      ENTRA_AUTHORITY_HOST: 'https://localhost:1',
      ENTRA_TENANT_ID: tenant.id,
      API_CLIENT_ID: api.clientId,
      GRAPH_BASE_URL: 'https://localhost:1',
      GRAPH_CLIENT_SECRET: 'none',
      ENCRYPTION_KEYS: encryptionKey,
      SANDBOX: 'true',
    }),
  );
  return (operation, caller, { parameters = {}, body }) => {
    const at = (place: 'path' | 'query') =>
      Object.fromEntries(
        Object.entries(parameters)
          .filter(([name]) => operation.parameters[name]?.in === place)
          .map(([name, value]) => [name, String(value)]),
      );
    const provided = { ...dependencies, authorize: async () => caller };
    const query = new URLSearchParams(at('query')).toString();
    return invoke(operation as Operation<typeof provided>, provided, { params: at('path'), query, body });
  };
}

/** The same text with another letter in its middle: as long, as well-formed, and the id of nothing. */
const missing = (id: string): string => {
  const middle = Math.floor(id.length / 2);
  return id.slice(0, middle) + (id[middle] === 'A' ? 'B' : 'A') + id.slice(middle + 1);
};

const withIds = (call: Call, change: (id: string) => string): Call =>
  JSON.parse(JSON.stringify(call), (name, value: unknown) =>
    ownIds.includes(name) && typeof value === 'string' ? change(value) : value,
  );

const ownerOperations = allOperations.filter(
  ({ operationId, parameters, body }) =>
    !withoutOwner.includes(operationId) &&
    ownIds.some((name) => name in parameters || name in (body?.properties ?? {})),
);

/** What their owner would call, of each operation on something that has one. */
export async function ownerCalls({ callOf }: Existing): Promise<ReadonlyMap<Operation<never>, Call>> {
  return new Map(
    await Promise.all(ownerOperations.map(async (operation) => [operation, await callOf(operation)] as const)),
  );
}

/** Every operation on something that has an owner, called by everybody else: as if it were not there. */
export async function ownerMatrix(callAs: CallAs, calls: ReadonlyMap<Operation<never>, Call>): Promise<Findings> {
  const cases = [...calls].flatMap(([operation, call]) =>
    Object.entries(strangers).map(([who, stranger]) => ({ operation, call, who, stranger })),
  );
  return sweep(
    cases,
    ({ operation, who }) => `${operation.operationId}, ${who}`,
    async ({ operation, call, stranger }) => {
      const { status, json } = await callAs(operation, stranger, call);
      const ofMissing = await callAs(operation, stranger, withIds(call, missing));
      assert.equal(status, 404, JSON.stringify(json));
      assert.deepEqual(withoutInstance(json), withoutInstance(ofMissing.json));
    },
    4,
  );
}

const withoutInstance = ({ instance, ...told }: Readonly<Record<string, unknown>>): object => told;
