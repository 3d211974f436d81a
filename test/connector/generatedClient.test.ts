import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { generate } from 'openapi-typescript-codegen';
import { api, connector } from '../../sandbox/contoso/applications.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { signIn } from '../../sandbox/entra/signIn.ts';
import { trustAuthority } from '../../sandbox/trustAuthority.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { CallbackSink } from '../subscriptions/callbackSink.ts';

const swagger = join(import.meta.dirname, '../../connector/apiDefinition.swagger.json');

/** What the test calls of the client, which comes into being with the test. */
interface Client {
  readonly default: {
    listAlerts(product: string, minimumSeverity: string): Promise<{ value: readonly Alert[] }>;
    updateAlert(alertId: string, changes: object): Promise<Alert>;
    onDlpAlert(body: object): Promise<Subscription>;
    listSubscriptions(): Promise<{ value: readonly Subscription[] }>;
    unsubscribe(subscriptionId: string): Promise<unknown>;
  };
}
interface Alert {
  readonly alertId: string;
  readonly status: string;
}
interface Subscription {
  readonly subscriptionId: string;
}

let folder: string;
let backEnd: BackEnd;
let sink: CallbackSink;
let client: Client;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  await generate({ input: swagger, output: folder, httpClient: 'fetch', clientName: 'Client', useUnionTypes: true });
  // It is TypeScript for bundlers, which find files whose endings it does not name.
  const outfile = join(folder, 'client.mjs');
  await build({ entryPoints: [join(folder, 'Client.ts')], outfile, bundle: true, format: 'esm', platform: 'node' });
  const { Client } = await import(outfile);

  backEnd = await startBackEnd();
  sink = await CallbackSink.start();
  trustAuthority(await readFile(backEnd.caFile, 'utf8'));
  const connection = await signIn({
    authority: backEnd.entra.origin,
    user: users.megan.userPrincipalName,
    clientId: connector.clientId,
    redirectUri: connector.redirectUris[0] ?? '',
    scope: `${api.appIdUri}/access_as_user`,
  });
  client = new Client({ BASE: `${backEnd.url}/api`, TOKEN: () => connection.accessToken() });
});
after(async () => {
  await backEnd.stop();
  await sink.close();
  await rm(folder, { recursive: true });
});

test('a client made from the definition signs in, lists, updates, subscribes and unsubscribes', async (context) => {
  const { id } = backEnd.graph.raise({ serviceSource: 'dataLossPrevention', severity: 'high', status: 'new' });

  // The client hands out bodies alone; what else an answer says is seen behind it.
  const fetched = context.mock.method(globalThis, 'fetch');
  const lastAnswer = async (): Promise<Response> => (await fetched.mock.calls.at(-1)?.result) ?? assert.fail();

  const listed = await client.default.listAlerts('dlp', 'high');
  assert.equal((await lastAnswer()).status, 200);
  assert.deepEqual(
    listed.value.map(({ alertId, status }) => [alertId, status]),
    [[id, 'new']],
  );

  const updated = await client.default.updateAlert(id, { status: 'inProgress' });
  assert.deepEqual([(await lastAnswer()).status, updated.status], [200, 'inProgress']);
  assert.equal(backEnd.graph.alerts.get(id)?.status, 'inProgress');

  const { subscriptionId } = await client.default.onDlpAlert({ notificationUrl: sink.url, startFrom: 'now' });
  const subscribed = await lastAnswer();
  assert.equal(subscribed.status, 201);
  const location = subscribed.headers.get('location') ?? '';
  assert.ok(location.startsWith(`${backEnd.url}/api/subscriptions/${subscriptionId}`), location);

  assert.deepEqual(await subscriptions(), [subscriptionId]);
  await client.default.unsubscribe(location.split('/').at(-1) ?? '');
  assert.equal((await lastAnswer()).status, 204);
  assert.deepEqual(await subscriptions(), []);
});

async function subscriptions(): Promise<readonly string[]> {
  const { value } = await client.default.listSubscriptions();
  return value.map((subscription) => subscription.subscriptionId);
}
