import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createActivityStore } from '../activityFeed/activityStore.ts';
import { startActivityFeed } from '../activityFeed/startActivityFeed.ts';
import { startAutomation } from '../automation/startAutomation.ts';
import { type Azurite, startAzurite } from '../azurite.ts';
import { certificates } from '../certificates.ts';
import { type Connectors, startConnectors } from '../connectors/startConnectors.ts';
import { teams as contosoTeams } from '../contoso/teams.ts';
import { type User, users } from '../contoso/users.ts';
import type { SignedIn } from '../entra/signIn.ts';
import { signInWithConnector } from '../entra/signInWithConnector.ts';
import { startEntra } from '../entra/startEntra.ts';
import { type Graph, startGraph } from '../graph/startGraph.ts';
import { localEncryptionKey } from '../host/localEncryptionKey.ts';
import { isFree } from '../isFree.ts';
import { createMessageStore } from '../teams/messageStore.ts';
import { startTeams, type Teams } from '../teams/startTeams.ts';
import { trustAuthority } from '../trustAuthority.ts';
import { backEndSettings } from './backEndSettings.ts';
import { freePort } from './freePort.ts';
import { newStorageDirectory } from './newStorageDirectory.ts';
import type { Ports } from './ports.ts';
import { type BackEnd, startBackEnd } from './startBackEnd.ts';
import { type DlpFlow, dlpTemplateId, startDlpFlow } from './startDlpFlow.ts';
import { createTemplateFlows, type TemplateFlows } from './templateFlows.ts';

export interface Started {
  what: string;
  where: string;
  tookMs: number;
  /** The usual ports that somebody else has, for which others were taken. */
  busyPorts: readonly number[];
}

export interface SandboxOptions {
  /** Where storage, certificates and logs are kept. */
  directory: string;
  ports: Ports;
  /** Ends the start where it is. */
  signal: AbortSignal;
  onStarted(started: Started): void;
}

/** The simulated tenant, the back end and the prebuilt flow, all running. */
export interface Sandbox extends DlpFlow {
  caFile: string;
  entra: string;
  graph: Graph;
  teams: Teams;
  backEnd: BackEnd;
  connection: SignedIn;
  connectors: Connectors;
  templateFlows: TemplateFlows;
  /** Resolves with the name of a process that ended by itself. */
  ended: Promise<string>;
  /** Turns the flow off and stops everything, the last first. */
  close(): Promise<void>;
}

/** Whose flow it is, and where it posts. */
export const maker = users.megan;
export const team = contosoTeams.securityOperations;
export const channel = team.channels.dlpAlerts;

const root = join(import.meta.dirname, '../..');

/** Starts everything, side by side where nothing has to wait; what has started is stopped again when a part fails. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const running: { close(): Promise<void> }[] = [];
  const close = async () => {
    // One at a time and in this order: the flow unsubscribes from a back end that still has its storage.
    for (let last = running.pop(); last; last = running.pop()) await last.close().catch(console.error);
  };
  try {
    return { ...(await startParts(options, (part) => running.push(part))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  { directory, ports, signal, onStarted }: SandboxOptions,
  keep: (part: { close(): Promise<void> }) => void,
): Promise<Omit<Sandbox, 'close'>> {
  signal.throwIfAborted();
  const logs = join(directory, 'logs');
  await mkdir(logs, { recursive: true });
  const [azuriteStarting, tenantStarting] = [
    startStorage(directory, ports, onStarted).then((azurite) => kept(azurite, keep)),
    startTenant(directory, ports, onStarted, keep),
  ];
  // Both are over, one way or the other, before a failure of one is told: whatever started is then known.
  await Promise.allSettled([azuriteStarting, tenantStarting]);
  const azurite = await azuriteStarting;
  const { caFile, entra, graph, activityFeed, teams, automation, connectors } = await tenantStarting;
  signal.throwIfAborted();

  const backEndTimer = stopwatch();
  const environment = await backEndSettings({
    caFile,
    authority: entra,
    graph: graph.origin,
    activityFeed: activityFeed.origin,
    storage: azurite.connectionString,
    teamsWebhook: teams.webhookUrl(channel.id),
    resourceManager: automation.origin,
    dlpRunbookId: automation.runbookId,
    encryptionKey: await localEncryptionKey(directory),
    localSettingsFile: join(root, 'local.settings.json'),
  });
  const startOn = (port: number) => startBackEnd({ port, environment, logFile: join(logs, 'back-end.log'), signal });
  const port = await freePort(ports.backEnd);
  const backEnd = await startOn(port).catch(async (error: unknown) => {
    // Somebody took the port since it was tried, such as another sandbox that starts at the same time.
    if (await isFree(port)) throw error;
    return startOn(await freePort(0));
  });
  keep(backEnd);
  signal.throwIfAborted();
  onStarted({
    what: 'Back end',
    where: backEnd.origin,
    tookMs: backEndTimer(),
    busyPorts: busy([[ports.backEnd, portOf(backEnd.origin)]]),
  });

  const flowTimer = stopwatch();
  const signInAs = (user: User): Promise<SignedIn> => signInWithConnector(entra, user.userPrincipalName);
  const connection = await signInAs(maker);
  const dlpFlow = await startDlpFlow({
    backEnd: backEnd.origin,
    connection,
    otherConnectors: connectors.connectors,
    port: ports.flows,
  });
  keep(dlpFlow.runner);
  const { runner, flow } = dlpFlow;
  const imported = { [dlpTemplateId]: flow };
  const templateFlows = createTemplateFlows({ runner, imported, signInAs, graph, backEnd, connection });
  onStarted({
    what: 'Flow',
    where: `"${dlpFlow.flow.name}", turned on by ${maker.displayName}`,
    tookMs: flowTimer(),
    busyPorts: busy([[ports.flows, portOf(dlpFlow.runner.origin)]]),
  });

  const ended = Promise.race([
    backEnd.ended.then(() => 'The back end'),
    azurite.ended.then(() => 'The storage (Azurite)'),
  ]);
  return { ...dlpFlow, caFile, entra, graph, teams, backEnd, connection, connectors, templateFlows, ended };
}

async function startStorage(directory: string, ports: Ports, onStarted: SandboxOptions['onStarted']): Promise<Azurite> {
  const timer = stopwatch();
  const azurite = await startAzurite({ directory: await newStorageDirectory(directory), ports: ports.storage });
  onStarted({
    what: 'Storage',
    where: `Azurite, ports ${azurite.blob}, ${azurite.queue} and ${azurite.table}`,
    tookMs: timer(),
    busyPorts: busy([
      [ports.storage.blob, azurite.blob],
      [ports.storage.queue, azurite.queue],
      [ports.storage.table, azurite.table],
    ]),
  });
  return azurite;
}

async function startTenant(
  directory: string,
  ports: Ports,
  onStarted: SandboxOptions['onStarted'],
  keep: (part: { close(): Promise<void> }) => void,
) {
  const timer = stopwatch();
  const { caFile, caPem, keyPem, certificatePem } = await certificates(join(directory, 'certificates'));
  trustAuthority(caPem);
  const tls = { key: keyPem, cert: certificatePem };
  const tell = (what: string, origin: string, wished: number) =>
    onStarted({ what, where: origin, tookMs: timer(), busyPorts: busy([[wished, portOf(origin)]]) });

  const entra = kept(await startEntra({ tls, port: ports.entra }), keep);
  tell('Entra ID', entra.origin, ports.entra);
  const messages = createMessageStore();
  const store = createActivityStore();
  const { keySet } = entra;
  const graph = kept(await startGraph({ tls, keySet, messages, activity: store, port: ports.graph }), keep);
  tell('Graph', graph.origin, ports.graph);
  const activityFeed = kept(await startActivityFeed({ tls, keySet, store, port: ports.activityFeed }), keep);
  tell('Activity feed', activityFeed.origin, ports.activityFeed);
  // Plain http: a browser shows the page without a warning about the certificate.
  const teams = kept(await startTeams({ messages, port: ports.teams }), keep);
  tell('Teams', teams.origin, ports.teams);
  const automation = kept(
    await startAutomation({ tls, keySet: entra.keySet, policies: graph.policies, port: ports.automation }),
    keep,
  );
  tell('Automation', automation.origin, ports.automation);
  const connectors = kept(await startConnectors({ messages, port: ports.connectors }), keep);
  tell('Connectors', connectors.origin, ports.connectors);
  return { caFile, entra: entra.origin, graph, activityFeed, teams, automation, connectors };
}

function kept<Part extends { close(): Promise<void> }>(part: Part, keep: (part: Part) => void): Part {
  keep(part);
  return part;
}

function busy(taken: readonly (readonly [wished: number, port: number])[]): number[] {
  return taken.flatMap(([wished, port]) => (wished === 0 || wished === port ? [] : [wished]));
}

function portOf(origin: string): number {
  return Number(new URL(origin).port);
}

function stopwatch(): () => number {
  const startedAt = performance.now();
  return () => performance.now() - startedAt;
}
