import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { api } from '../../../sandbox/contoso/applications.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { type User, users } from '../../../sandbox/contoso/users.ts';
import { type Entra, startEntra } from '../../../sandbox/entra/startEntra.ts';
import { type Graph, type StartGraphOptions, startGraph } from '../../../sandbox/graph/startGraph.ts';
import { createMessageStore, type MessageStore } from '../../../sandbox/teams/messageStore.ts';
import { certificatesForTest } from '../../certificatesForTest.ts';

export interface GraphCallInit extends Omit<RequestInit, 'headers'> {
  token?: string;
  headers?: Record<string, string>;
}

export interface GraphFixture {
  entra: Entra;
  graph: Graph;
  messages: MessageStore;
  applicationToken(...roles: string[]): Promise<string>;
  delegatedToken(user: User, ...scopes: string[]): Promise<string>;
  /** Calls a path below `/v1.0`, or a whole address, trusting the sandbox's certificate authority. */
  call(path: string, init?: GraphCallInit): Promise<Response>;
  /** As `call`, with an application's token that may read and write alerts, and the body parsed. */
  get<Body>(path: string, headers?: Record<string, string>): Promise<{ status: number; body: Body }>;
  close(): Promise<void>;
}

/** The simulated Graph and Entra ID over real https, and tokens as Entra signs them. */
export async function startGraphFixture(options: Partial<StartGraphOptions> = {}): Promise<GraphFixture> {
  const { caPem, keyPem, certificatePem } = await certificatesForTest();
  const tls = { key: keyPem, cert: certificatePem };
  const entra = await startEntra({ tls });
  const messages = createMessageStore();
  const graph = await startGraph({ tls, keySet: entra.keySet, messages, ...options });
  const dispatcher = new Agent({ connect: { ca: caPem } });

  const version1 = {
    aud: 'https://graph.microsoft.com',
    iss: `https://sts.windows.net/${tenant.id}/`,
    appid: api.clientId,
    azp: undefined,
  };
  const fixture: GraphFixture = {
    entra,
    graph,
    messages,
    applicationToken: (...roles) =>
      entra.mint({ ...version1, scp: undefined, oid: api.objectId, sub: api.objectId, idtyp: 'app', roles }),
    delegatedToken: (user, ...scopes) =>
      entra.mint({ ...version1, roles: undefined, oid: user.id, upn: user.userPrincipalName, scp: scopes.join(' ') }),
    async call(path, { token, ...init } = {}) {
      const address = path.startsWith('http') ? path : `${graph.origin}/v1.0${path}`;
      const headers = { ...(token && { authorization: `Bearer ${token}` }), ...init.headers };
      return await fetch(address, { ...init, headers, dispatcher });
    },
    async get<Body>(path: string, headers: Record<string, string> = {}) {
      const response = await fixture.call(path, { token: await alertToken, headers });
      return { status: response.status, body: (await response.json()) as Body };
    },
    async close() {
      await dispatcher.close();
      await Promise.all([graph.close(), entra.close()]);
    },
  };
  const alertToken = fixture.applicationToken('SecurityAlert.ReadWrite.All');
  return fixture;
}

export const { megan, adele } = users;

export interface AlertPage {
  '@odata.context': string;
  '@odata.count'?: number;
  '@odata.nextLink'?: string;
  value: Record<string, unknown>[];
}

export interface ErrorBody {
  error: { code: string; message: string; innerError: Record<string, string> };
}
