import { readFile } from 'node:fs/promises';
import { templates } from '../../connector/flows/templates.ts';
import type { SignedIn } from '../entra/signIn.ts';
import type { JsonObject } from '../flows/expression/json.ts';
import type { Flow } from '../flows/flow.ts';
import { type ConnectorOptions, type FlowRunner, startFlowRunner } from '../flows/startFlowRunner.ts';
import { settingsOf } from './templateFlows.ts';

export interface DlpFlowOptions {
  backEnd: string;
  connection: SignedIn;
  /** Microsoft's connectors, which other prebuilt flows use beside ours. */
  otherConnectors: Readonly<Record<string, ConnectorOptions>>;
  port: number;
}

export interface DlpFlow {
  runner: FlowRunner;
  flow: Flow;
  /** The least severe alert that it asks for. */
  minimumSeverity: string;
}

const swaggerFile = new URL('../../connector/apiDefinition.swagger.json', import.meta.url);

/** The template of the flow that is there from the start. */
export const dlpTemplateId = 'dlpAlertToTeamsMessage';

/** Imports the prebuilt flow as IT does, from the files that IT gets, and turns it on with the maker's connection. */
export async function startDlpFlow(options: DlpFlowOptions): Promise<DlpFlow> {
  const { backEnd, connection, otherConnectors, port } = options;
  const template = templates.find(({ id }) => id === dlpTemplateId);
  if (!template) throw new Error(`There is no template ${dlpTemplateId}.`);
  const swagger = await readJson(swaggerFile);
  const runner = await startFlowRunner({
    connectors: { ...otherConnectors, shared_purviewresponse: { swagger, baseUrl: backEnd, connection } },
    port,
  });
  try {
    const environmentVariables = settingsOf(template);
    const flow = runner.import(template.flow, { name: template.name, environmentVariables });
    await flow.turnOn();
    return { runner, flow, minimumSeverity: String(environmentVariables.purview_MinimumSeverity) };
  } catch (error) {
    await runner.close();
    throw error;
  }
}

async function readJson(file: URL): Promise<JsonObject> {
  return JSON.parse(await readFile(file, 'utf8'));
}
