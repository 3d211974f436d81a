import { setTimeout as delay } from 'node:timers/promises';
import { callOf } from '../../connector/flows/flowSteps.ts';
import { type Template, templates } from '../../connector/flows/templates.ts';
import { ownApi } from '../../connector/packaging/stampFlow.ts';
import { flowSettings } from '../contoso/flowSettings.ts';
import type { User } from '../contoso/users.ts';
import type { SignedIn } from '../entra/signIn.ts';
import type { Json } from '../flows/expression/json.ts';
import type { Flow } from '../flows/flow.ts';
import type { FlowRunner } from '../flows/startFlowRunner.ts';
import { type Stage, triggerHappenings } from './triggerHappenings.ts';

export interface ListedFlow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly state: 'On' | 'Off' | 'not imported';
}

export interface StartedRun {
  readonly name: string;
  /** What was made to happen, in words. */
  readonly told: string;
  readonly status: string;
  /** Where its history is read. */
  readonly url: string;
}

/** The prebuilt flows in the running sandbox. */
export interface TemplateFlows {
  list(): readonly ListedFlow[];
  /** Imports and turns on a flow where it is not, makes its trigger happen, and resolves when a run has begun. */
  run(id: string): Promise<StartedRun>;
}

interface TemplateFlowsOptions extends Stage {
  readonly runner: FlowRunner;
  /** Those that are imported already, by the id of their template. */
  readonly imported: Readonly<Record<string, Flow>>;
  signInAs(user: User): Promise<SignedIn>;
}

const patienceMs = 60_000;
const lookEveryMs = 50;

export function createTemplateFlows({ runner, imported, signInAs, ...stage }: TemplateFlowsOptions): TemplateFlows {
  const flows = new Map(Object.entries(imported));

  const importOf = async (template: Template): Promise<Flow> => {
    const { id, name, flow } = template;
    const known = flows.get(id);
    if (known) return known;
    const { maker } = happeningOf(template);
    const made = runner.import(flow, {
      name,
      environmentVariables: settingsOf(template),
      ...(maker && { connections: { [ownApi]: await signInAs(maker) } }),
    });
    flows.set(id, made);
    return made;
  };

  return {
    list: () =>
      templates.map(({ id, name, description }) => ({
        id,
        name,
        description,
        state: flows.get(id)?.state ?? 'not imported',
      })),
    async run(id) {
      const template = templates.find((candidate) => candidate.id === id);
      if (!template)
        throw new Error(`There is no flow '${id}'; there are ${templates.map((each) => each.id).join(', ')}.`);
      const flow = await importOf(template);
      const earlier = new Set(flow.runs().map((run) => run.id));
      const wasOn = flow.state === 'On';
      await flow.turnOn();
      const { told, happen, comesWithTurningOn = false } = happeningOf(template);
      if (wasOn || !comesWithTurningOn) await happen(stage, flow);
      const deadline = Date.now() + patienceMs;
      while (Date.now() < deadline) {
        const [newest] = flow.runs();
        if (newest && !earlier.has(newest.id))
          return { name: flow.name, told, status: newest.status, url: `${runner.origin}/runs/${newest.id}` };
        await delay(lookEveryMs);
      }
      throw new Error(`No run of "${flow.name}" began within ${patienceMs / 1000} seconds: ${runner.origin}/runs`);
    },
  };
}

/** Contoso's values for the environment variables that the flow asks for. */
export function settingsOf({ flow }: Pick<Template, 'flow'>): Readonly<Record<string, Json>> {
  const wanted = Object.values(flow.properties.definition.parameters).flatMap(
    ({ metadata }) => metadata?.schemaName ?? [],
  );
  return Object.fromEntries(Object.entries(flowSettings).filter(([schemaName]) => wanted.includes(schemaName)));
}

function happeningOf({ id, flow }: Template): (typeof triggerHappenings)[string] {
  const [trigger = {}] = Object.values(flow.properties.definition.triggers);
  const happening = triggerHappenings[callOf(trigger)?.operationId ?? Object(trigger).type];
  if (!happening) throw new Error(`Say in triggerHappenings.ts what makes the trigger of ${id} fire.`);
  return happening;
}
