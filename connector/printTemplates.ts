import { type Role, roles } from '../functions/runtime/caller.ts';
import type { Operation } from '../functions/runtime/operation.ts';
import { type ConnectorCall, callOf, type FlowStep, listSteps, readable } from './flows/flowSteps.ts';
import { printDiagram } from './flows/printDiagram.ts';
import type { Template } from './flows/templates.ts';
import { anchor, code, codeList, generatedNote, link, page, table } from './markdown.ts';
import { variablesOf } from './packaging/environmentVariables.ts';
import { ownApi } from './packaging/stampFlow.ts';
import { product } from './product.ts';

type Operations = readonly Operation<never>[];

/** Where the connectors of Microsoft are described. */
const otherConnectors: Readonly<Record<string, { readonly title: string; readonly page: string }>> = {
  shared_teams: { title: 'Microsoft Teams', page: 'teams' },
  shared_office365: { title: 'Office 365 Outlook', page: 'office365' },
  shared_approvals: { title: 'Approvals', page: 'approvals' },
  shared_planner: { title: 'Planner', page: 'planner' },
  'shared_service-now': { title: 'ServiceNow', page: 'service-now' },
};

const connectorOf = (api: string): { readonly title: string; readonly page: string } => {
  const found = otherConnectors[api];
  if (found === undefined) throw new Error(`Say in printTemplates.ts what the connector ${api} is called.`);
  return found;
};

const operationOf = (operations: Operations, operationId: string): Operation<never> => {
  const found = operations.find((operation) => operation.operationId === operationId);
  if (found === undefined) throw new Error(`A flow calls ${operationId}, which is no operation.`);
  return found;
};

const inWords = (operations: Operations, { api, operationId }: ConnectorCall): string =>
  api === ownApi
    ? `${product.title}: ${operationOf(operations, operationId).summary}`
    : `${connectorOf(api).title}: ${operationId}`;

const triggerOf = ({ id, flow }: Template): readonly [name: string, trigger: object] => {
  const [entry] = Object.entries(flow.properties.definition.triggers);
  if (entry === undefined) throw new Error(`${id} has no trigger.`);
  return entry;
};

/** What the trigger and the steps call, each once, in the order of the flow. */
const callsOf = (template: Template): readonly ConnectorCall[] => {
  const { actions } = template.flow.properties.definition;
  const all = [triggerOf(template)[1], ...listSteps(actions).map(({ step }) => step)].flatMap(
    (one) => callOf(one) ?? [],
  );
  return [...new Map(all.map((call) => [`${call.api} ${call.operationId}`, call])).values()];
};

const spanOf = ({ frequency, interval }: { readonly frequency: string; readonly interval: number }): string => {
  const unit = frequency.toLowerCase();
  return interval === 1 ? unit : `${interval} ${unit}s`;
};

const printTrigger = (template: Template): string => {
  const [name, trigger] = triggerOf(template);
  const { description = '', recurrence, inputs } = Object(trigger);
  const boxes = Object.values(Object(inputs?.schema?.properties)).map(
    (box) => `**${Object(box).title}** (${Object(box).description})`,
  );
  return [
    `**Starts with** "${readable(name)}".`,
    description,
    ...(recurrence === undefined ? [] : [`Its recurrence: every ${spanOf(recurrence)}.`]),
    ...(boxes.length === 0 ? [] : [`The form asks for ${boxes.join(', ')}.`]),
  ].join(' ');
};

const printSteps = (template: Template): string => {
  const listed = listSteps(template.flow.properties.definition.actions);
  const lines = listed.map(
    ({ name, step, depth }) =>
      `${'  '.repeat(depth)}- **${readable(name)}**${step.description === undefined ? '' : `: ${step.description}`}`,
  );
  return `<details><summary>The steps and what they are for</summary>\n\n${lines.join('\n')}\n\n</details>`;
};

const printSettings = (template: Template): string =>
  table(
    ['Setting', 'Environment variable', 'Unless told otherwise', 'Meaning'],
    variablesOf(template).map(({ displayName, schemaName, defaultValue, description }) => [
      displayName,
      code(schemaName),
      defaultValue === undefined ? '**required**' : code(String(defaultValue)),
      description,
    ]),
  );

const printConnections = (template: Template): string =>
  table(
    ['Connection', 'Reference', 'What the flow does with it'],
    Object.values(template.flow.properties.connectionReferences).map(({ api, connection }) => [
      api.name === ownApi
        ? product.title
        : link(connectorOf(api.name).title, `https://learn.microsoft.com/connectors/${connectorOf(api.name).page}`),
      code(connection.connectionReferenceLogicalName),
      codeList(callsOf(template).flatMap((call) => (call.api === api.name ? [call.operationId] : []))),
    ]),
  );

const printRights = (template: Template, operations: Operations): string => {
  const own = callsOf(template).flatMap(({ api, operationId }) =>
    api === ownApi ? [operationOf(operations, operationId)] : [],
  );
  const needed = own.flatMap(({ access }): Role[] => (typeof access === 'object' ? [access.role] : []));
  const highest = roles.findLast((role) => needed.includes(role));
  return [
    `**Rights.** ${highest === undefined ? 'No app role is needed.' : `The account of the ${product.title} connection needs the app role ${code(highest)} or a higher one.`}`,
    table(
      ['Operation', 'App role', 'Graph permissions on behalf of the account'],
      own.map(({ summary, access, graph }) => [
        link(summary, `operations.md${anchor(summary)}`),
        typeof access === 'object' ? code(access.role) : access,
        codeList(graph.delegated ?? []) || 'none',
      ]),
    ),
  ].join('\n\n');
};

const printTemplate = (template: Template, operations: Operations): readonly string[] => {
  const calls = (step: FlowStep): string | undefined => {
    const call = callOf(step);
    return call && inWords(operations, call);
  };
  const [triggerName] = triggerOf(template);
  return [
    `## ${template.name}`,
    template.description,
    printTrigger(template),
    `Try it on your machine: ${code('npm start')}, and in another terminal ${code(`npm run sandbox -- flows --run ${template.id}`)}.`,
    printDiagram({ triggerName, steps: template.flow.properties.definition.actions, calls }),
    printSteps(template),
    '**Settings**',
    printSettings(template),
    '**Connections**',
    printConnections(template),
    printRights(template, operations),
  ];
};

/** The prebuilt flows for those who choose, import and look after them: steps, settings, connections and rights of each. */
export const printTemplates = (templates: readonly Template[], operations: Operations): string =>
  page([
    generatedNote,
    '# Prebuilt flows',
    'Each is in the flows solution ([solutions.md](solutions.md)), off until you have filled in its settings and turned it on. Each has been run from its first to its last step against the simulated tenant, failures included; Power Automate itself has not been there. Change a copy as you like: an update of the solution brings its own flows only.',
    'Where an arrow has no words, the next step follows a success. What is drawn after "failed or timed out" tells the operators and ends the run as failed, so that no failure goes unseen.',
    table(
      ['Flow', 'What it does'],
      templates.map(({ name, description }) => [link(name, anchor(name)), description]),
    ),
    ...templates.flatMap((template) => printTemplate(template, operations)),
  ]);
