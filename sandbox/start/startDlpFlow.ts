import { readFile } from 'node:fs/promises';
import type { Channel, Team } from '../contoso/teams.ts';
import type { SignedIn } from '../entra/signIn.ts';
import type { JsonObject } from '../flows/expression/json.ts';
import type { Flow } from '../flows/flow.ts';
import { type FlowRunner, startFlowRunner } from '../flows/startFlowRunner.ts';

export interface DlpFlowOptions {
  backEnd: string;
  connection: SignedIn;
  team: Team;
  channel: Channel;
  port: number;
}

export interface DlpFlow {
  runner: FlowRunner;
  flow: Flow;
  /** The least severe alert that it asks for. */
  minimumSeverity: string;
}

const swaggerFile = new URL('../../connector/apiDefinition.swagger.json', import.meta.url);
const templateFile = new URL('../../connector/flows/dlpAlertToTeamsMessage.json', import.meta.url);

/** Imports the prebuilt flow as IT does, from the files that IT gets, and turns it on with the maker's connection. */
export async function startDlpFlow(options: DlpFlowOptions): Promise<DlpFlow> {
  const { backEnd, connection, team, channel, port } = options;
  const [swagger, template] = await Promise.all([readJson(swaggerFile), readJson(templateFile)]);
  const runner = await startFlowRunner({
    connectors: { shared_purviewresponse: { swagger, baseUrl: backEnd, connection } },
    port,
  });
  const minimumSeverity = 'medium';
  try {
    const flow = runner.import(template, {
      name: 'DLP alert → Teams message',
      environmentVariables: {
        purview_TeamId: team.id,
        purview_ChannelId: channel.id,
        purview_MinimumSeverity: minimumSeverity,
      },
    });
    await flow.turnOn();
    return { runner, flow, minimumSeverity };
  } catch (error) {
    await runner.close();
    throw error;
  }
}

async function readJson(file: URL): Promise<JsonObject> {
  return JSON.parse(await readFile(file, 'utf8'));
}
