import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe } from 'node:test';
import { type Template, templates } from '../../../connector/flows/templates.ts';
import { type Connectors, startConnectors } from '../../../sandbox/connectors/startConnectors.ts';
import { flowSettings } from '../../../sandbox/contoso/flowSettings.ts';
import { type User, users } from '../../../sandbox/contoso/users.ts';
import type { Json } from '../../../sandbox/flows/expression/json.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import type { ActionRecord, RunRecord } from '../../../sandbox/flows/runRecord.ts';
import { startFlowRunner } from '../../../sandbox/flows/startFlowRunner.ts';
import type { Fields } from '../../../sandbox/graph/bodyFields.ts';
import { scenarios } from '../../../sandbox/graph/scenarios.ts';
import { type BackEnd, startBackEnd } from '../../backEnd.ts';
import { allActions } from '../../sandbox/flows/allActions.ts';

/** The ids of what came of a scenario. */
interface Happened {
  readonly alertId?: string;
  readonly recordIds: readonly string[];
}

type Question = Connectors['questions']['open'][number];

/** The back end and the other connectors, on which a family of templates is proved, one after the other. */
interface TemplateTenant {
  readonly backEnd: BackEnd;
  readonly connectors: Connectors;
  close(): Promise<void>;
}

/** What is to be proved of one template, on the tenant that its family has. */
export type TemplateProof = (tenant: () => TemplateTenant) => void;

/** The tenant, and a Power Automate of its own that has prebuilt flows imported and turned on. */
export interface Templates extends TemplateTenant {
  /** Imports a template as IT does and turns it on with the maker's connection. */
  turnOn(id: string | Template, variables?: Readonly<Record<string, Json>>, pace?: Pace): Promise<Flow>;
  /**
   * Lets one of the sandbox's scenarios happen: what it raises shows in Graph, what it leaves in the audit log. Fields
   * given here replace those of its audit records.
   */
  happen(scenario: string, wish?: Fields, recordFields?: Fields): Happened;
  /** Sends a test event to the newest flow of the maker's with that trigger. */
  sendTestEvent(trigger: string): Promise<void>;
  /** The next run that ends. */
  run(): Promise<RunRecord>;
  /** The next question that somebody is asked. */
  question(): Promise<Question>;
  /** Turns everything off and ends what runs; the tenant stays. */
  close(): Promise<void>;
}

const swaggerFile = new URL('../../../connector/apiDefinition.swagger.json', import.meta.url);

/**
 * How much faster time goes by for flows. `patient`: a day takes nine seconds, enough to answer in. `hasty`: a day is
 * over at once, for waits that nobody is to answer. `watchful`: an hour takes four seconds, enough to look several times
 * for what the back end does meanwhile.
 */
const paces = { patient: 10_000, hasty: 1_000_000, watchful: 1_000 };
type Pace = keyof typeof paces;

export const templateOf = (id: string): Template => {
  const template = templates.find((candidate) => candidate.id === id);
  assert.ok(template, `There is no template ${id}.`);
  return template;
};

/** The record of an action wherever it ran: in a scope, a branch or a loop. */
export const actionOf = (run: RunRecord, name: string): ActionRecord => {
  const found = allActions(run.actions).find((record) => record.name === name);
  assert.ok(found, `${name} is not among ${allActions(run.actions).map((record) => record.name)}`);
  return found;
};

/**
 * Proves templates one after the other on one back end with these settings, which takes longer to start than most of
 * them take to prove.
 */
export function proveTemplates(
  proofs: Readonly<Record<string, TemplateProof>>,
  settings: Readonly<Record<string, string>>,
): void {
  let tenant: TemplateTenant;
  before(async () => {
    tenant = await startTemplateTenant(settings);
  });
  after(() => tenant.close());
  for (const [id, prove] of Object.entries(proofs))
    describe(`the template "${templateOf(id).name}"`, () => prove(() => tenant));
}

async function startTemplateTenant(settings: Readonly<Record<string, string>>): Promise<TemplateTenant> {
  const backEnd = await startBackEnd(settings);
  const connectors = await startConnectors({ messages: backEnd.teams.messages });
  return {
    backEnd,
    connectors,
    async close() {
      await connectors.close();
      await backEnd.stop();
    },
  };
}

/** Starts a Power Automate whose flows have the connections of one maker. */
export async function startTemplates(
  { backEnd, connectors }: TemplateTenant,
  maker: User = users.megan,
): Promise<Templates> {
  const swagger = JSON.parse(await readFile(swaggerFile, 'utf8'));
  const own = { swagger, baseUrl: backEnd.url, connection: { accessToken: () => backEnd.tokenOf(maker) } };
  const start = (pace: Pace) =>
    startFlowRunner({
      connectors: { ...connectors.connectors, shared_purviewresponse: own },
      retryScale: paces[pace],
    });
  const runners = { patient: await start('patient'), hasty: await start('hasty'), watchful: await start('watchful') };
  return {
    backEnd,
    connectors,
    async turnOn(id, variables = {}, pace = 'patient') {
      const { name, flow } = typeof id === 'string' ? templateOf(id) : id;
      const wanted = Object.values(flow.properties.definition.parameters).flatMap(
        ({ metadata }) => metadata?.schemaName ?? [],
      );
      const values = Object.entries({ ...flowSettings, ...variables }).filter(([key]) => wanted.includes(key));
      const imported = runners[pace].import(flow, { name, environmentVariables: Object.fromEntries(values) });
      await imported.turnOn();
      return imported;
    },
    happen(scenario, wish = {}, recordFields = {}) {
      const { alert, records = [] } = scenarios[scenario]?.(wish, backEnd.graph.now()) ?? {};
      for (const { contentType, record } of records)
        backEnd.activityFeed.store.add(contentType, [{ ...record, ...recordFields }]);
      return {
        ...(alert && { alertId: backEnd.graph.raise(alert).id }),
        recordIds: records.map(({ record }) => record.Id),
      };
    },
    async sendTestEvent(trigger) {
      const token = await backEnd.tokenOf(maker);
      const list = await backEnd.call('GET /subscriptions', { token });
      const all: { subscriptionId: string; trigger: string; createdAt: string }[] = Object(list.body).value;
      const newest = all
        .filter((subscription) => subscription.trigger === trigger)
        .sort((one, other) => one.createdAt.localeCompare(other.createdAt))
        .at(-1);
      const body = { subscriptionId: newest?.subscriptionId };
      assert.equal((await backEnd.call('POST /testEvents', { token, body })).status, 201);
    },
    async run() {
      const { promise, resolve } = Promise.withResolvers<RunRecord>();
      const stops = Object.values(runners).map((runner) => runner.onRun(resolve));
      return promise.finally(() => {
        for (const stop of stops) stop();
      });
    },
    async question() {
      const { promise, resolve } = Promise.withResolvers<Question>();
      const stop = connectors.questions.watch(resolve);
      return promise.finally(stop);
    },
    async close() {
      await Promise.all(Object.values(runners).map((runner) => runner.close()));
    },
  };
}
