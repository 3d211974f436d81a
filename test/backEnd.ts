import { randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { settingRows } from '../functions/settingsTable.ts';
import { createActivityStore } from '../sandbox/activityFeed/activityStore.ts';
import { type ActivityFeed, startActivityFeed } from '../sandbox/activityFeed/startActivityFeed.ts';
import { type Automation, startAutomation } from '../sandbox/automation/startAutomation.ts';
import { allowedClientIds, api, automationClient } from '../sandbox/contoso/applications.ts';
import { teams as contosoTeams } from '../sandbox/contoso/teams.ts';
import { tenant } from '../sandbox/contoso/tenant.ts';
import type { User } from '../sandbox/contoso/users.ts';
import { type Entra, startEntra } from '../sandbox/entra/startEntra.ts';
import { type Graph, startGraph } from '../sandbox/graph/startGraph.ts';
import { freePort } from '../sandbox/start/freePort.ts';
import { createMessageStore } from '../sandbox/teams/messageStore.ts';
import { startTeams, type Teams } from '../sandbox/teams/startTeams.ts';
import { azurite } from './azurite.ts';
import { certificatesForTest } from './certificatesForTest.ts';
import { ofApp, ofFolder } from './hostCommand.ts';
import { startHostProcess } from './hostProcess.ts';
import { type Answer, type Call, sendCall, type Target } from './sendCall.ts';

/** The whole back end in a process of its own, with a simulated tenant around it. */
export interface BackEnd {
  readonly url: string;
  /** The certificate authority of the tenant's services, as a PEM file. */
  readonly caFile: string;
  readonly entra: Entra;
  readonly graph: Graph;
  readonly activityFeed: ActivityFeed;
  readonly teams: Teams;
  /** What the process runs on; another process on the same is another host of the same app. */
  readonly environment: Readonly<Record<string, string>>;
  readonly automation: Automation;
  call(target: Target, call?: Call): Promise<Answer>;
  /** A token by which the connector acts for this person; claims replace those that Entra ID would put in. */
  tokenOf(user: User, claims?: JWTPayload): Promise<string>;
  /** A token by which the automation client acts on its own account. */
  appToken(claims?: JWTPayload): Promise<string>;
  /** All that the process has written so far. */
  stdout(): string;
  stderr(): string;
  /** Ends the process at once; the tenant around it stays until `stop`. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

interface Deployed {
  /** A folder as it is deployed, with the bundle in it; left out: the app as it is now. */
  readonly folder?: string;
  /** What the app holds on Graph on its own account; left out: what Contoso gave it. */
  readonly applicationPermissions?: readonly string[];
  /** The tenant around it, which ends with it; left out: one of its own. */
  readonly contoso?: Contoso;
}

// An empty setting is none, and keeps out what a local.settings.json on the developer's machine says.
const noSettings = Object.fromEntries(Object.keys(settingRows).map((name) => [name, '']));

/** Starts the local host on a free port; settings given here replace those of the fixture. */
export async function startBackEnd(
  settings: Readonly<Record<string, string>> = {},
  { folder, applicationPermissions, contoso: given }: Deployed = {},
): Promise<BackEnd> {
  const contoso = given ?? (await startContoso());
  if (applicationPermissions) contoso.entra.grantApplicationPermissions(applicationPermissions);
  const { entra, graph, activityFeed, teams, automation } = contoso;
  // Known before the host starts, since the host hands out addresses that begin with it.
  const port = await freePort(0);
  const environment = {
    ...noSettings,
    AzureWebJobsStorage: (await azurite()).connectionString,
    ENTRA_AUTHORITY_HOST: entra.origin,
    ENTRA_TENANT_ID: tenant.id,
    API_CLIENT_ID: api.clientId,
    ALLOWED_CLIENT_IDS: allowedClientIds.join(','),
    GRAPH_BASE_URL: graph.origin,
    ACTIVITY_FEED_BASE_URL: activityFeed.origin,
    GRAPH_CLIENT_SECRET: api.clientSecret,
    ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    PUBLIC_BASE_URL: `http://localhost:${port}`,
    TEAMS_WEBHOOK_URL: teams.webhookUrl(contosoTeams.securityOperations.channels.general.id),
    INTERNAL_DOMAINS: [tenant.defaultDomain, tenant.initialDomain].join(','),
    DLP_POLICY_FILES: 'true',
    DLP_RUNBOOK_ID: automation.runbookId,
    AZURE_RESOURCE_MANAGER_BASE_URL: automation.origin,
    SANDBOX: 'true',
    // A test is one caller who calls very often.
    CALLS_PER_MINUTE: '0',
    NODE_EXTRA_CA_CERTS: contoso.caFile,
    ...settings,
  };
  const command = folder === undefined ? ofApp(port) : await ofFolder(folder, port);
  const host = await startHostProcess(command, environment).catch(async (error: unknown) => {
    await contoso.close();
    throw error;
  });
  return {
    ...host,
    caFile: contoso.caFile,
    entra,
    graph,
    activityFeed,
    teams,
    environment,
    automation,
    call: (target, call) => sendCall(host.url, target, call),
    tokenOf: (user, claims) => entra.mint({ ...claimsOf(user), ...claims }),
    appToken: (claims) => entra.mint({ ...automationClaims, ...claims }),
    async stop() {
      await host.stop();
      await contoso.close();
    },
  };
}

export type Contoso = Awaited<ReturnType<typeof startContoso>>;

/** Starts the simulated tenant. */
export async function startContoso() {
  const { caFile, caPem, keyPem: key, certificatePem: cert } = await certificatesForTest();
  const tls = { key, cert };
  const messages = createMessageStore();
  const entra = await startEntra({ tls });
  const activity = createActivityStore();
  const graph = await startGraph({ tls, keySet: entra.keySet, messages, activity });
  const activityFeed = await startActivityFeed({ tls, keySet: entra.keySet, store: activity });
  const teams = await startTeams({ tls, messages });
  const automation = await startAutomation({ tls, keySet: entra.keySet, policies: graph.policies });
  return {
    caFile,
    caPem,
    tls,
    entra,
    graph,
    activityFeed,
    teams,
    automation,
    async close() {
      await Promise.all([entra.close(), graph.close(), activityFeed.close(), teams.close(), automation.close()]);
    },
  };
}

const claimsOf = (user: User): JWTPayload => ({
  oid: user.id,
  sub: `the pairwise subject of ${user.id}`,
  name: user.displayName,
  preferred_username: user.userPrincipalName,
  roles: [...user.appRoles],
});

const automationClaims: JWTPayload = {
  azp: automationClient.clientId,
  oid: automationClient.objectId,
  sub: automationClient.objectId,
  idtyp: 'app',
  roles: [...(automationClient.applicationPermissions[api.clientId] ?? [])],
  scp: undefined,
  name: undefined,
  preferred_username: undefined,
};
