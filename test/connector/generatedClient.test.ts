import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { generateApi } from 'swagger-typescript-api';
import { api, connector } from '../../sandbox/contoso/applications.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { signIn } from '../../sandbox/entra/signIn.ts';
import { trustAuthority } from '../../sandbox/trustAuthority.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { CallbackSink } from '../subscriptions/callbackSink.ts';

const swagger = join(import.meta.dirname, '../../connector/apiDefinition.swagger.json');

/** What the test calls of the client, whose file comes into being with the test. */
interface Client {
  readonly alerts: {
    listAlerts(query: object): Promise<Answer>;
    updateAlert(alertId: string, changes: object): Promise<Answer>;
  };
  readonly subscriptions: {
    onDlpAlert(body: object): Promise<Answer>;
    unsubscribe(subscriptionId: string): Promise<Answer>;
  };
}
interface Answer extends Response {
  readonly data: Readonly<Record<string, unknown>>;
}

let folder: string;
let backEnd: BackEnd;
let sink: CallbackSink;
let client: Client;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  await generateApi({
    input: swagger,
    output: folder,
    fileName: 'client.ts',
    httpClientType: 'fetch',
    // Enums are no TypeScript that Node runs as it stands.
    generateUnionEnums: true,
    silent: true,
  });
  const { Api } = await import(join(folder, 'client.ts'));

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
  client = new Api({
    baseUrl: `${backEnd.url}/api`,
    baseApiParams: { secure: true },
    securityWorker: async () => ({ headers: { authorization: `Bearer ${await connection.accessToken()}` } }),
  });
});
after(async () => {
  await backEnd.stop();
  await sink.close();
  await rm(folder, { recursive: true });
});

test('a client made from the definition signs in, lists, updates, subscribes and unsubscribes', async () => {
  const { id } = backEnd.graph.raise({ serviceSource: 'dataLossPrevention', severity: 'high', status: 'new' });

  const listed = await client.alerts.listAlerts({ minimumSeverity: 'high' });
  assert.equal(listed.status, 200);
  const [alert] = Object(listed.data).value;
  assert.deepEqual([alert.alertId, alert.status], [id, 'new']);

  const updated = await client.alerts.updateAlert(id, { status: 'inProgress' });
  assert.deepEqual([updated.status, updated.data.status], [200, 'inProgress']);
  assert.equal(backEnd.graph.alerts.get(id)?.status, 'inProgress');

  const subscribed = await client.subscriptions.onDlpAlert({ notificationUrl: sink.url, startFrom: 'now' });
  assert.equal(subscribed.status, 201);
  const location = subscribed.headers.get('location') ?? '';
  assert.ok(location.startsWith(`${backEnd.url}/api/subscriptions/`), location);

  const unsubscribed = await client.subscriptions.unsubscribe(location.split('/').at(-1) ?? '');
  assert.equal(unsubscribed.status, 204);
});
