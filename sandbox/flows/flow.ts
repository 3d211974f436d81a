import { randomBytes, randomUUID } from 'node:crypto';
import { evaluateCondition } from './actions/evaluateCondition.ts';
import { buttonTrigger } from './buttonTrigger.ts';
import { evaluateTemplate } from './expression/evaluateTemplate.ts';
import { isObject, type Json, type JsonObject } from './expression/json.ts';
import { TemplateError } from './expression/templateError.ts';
import type { TriggerDefinition } from './flowDefinition.ts';
import type { FlowTrigger, TriggerContext } from './flowTrigger.ts';
import type { ImportedFlow } from './importFlow.ts';
import { pollingTrigger } from './pollingTrigger.ts';
import { recurrenceTrigger } from './recurrenceTrigger.ts';
import type { RunEnvironment } from './runActions.ts';
import { runFlow } from './runFlow.ts';
import { RunFrame } from './runFrame.ts';
import type { RunRecord, TriggerRecord } from './runRecord.ts';
import type { SecretRedactor } from './secretRedactor.ts';
import { webhookTrigger } from './webhookTrigger.ts';

const runsKept = 500;

export interface FlowEnvironment extends Omit<RunEnvironment, 'terminate'> {
  readonly redactor: SecretRedactor;
  /** The origin of the callback listener. */
  readonly origin: string;
  /** Is told of every run when it has ended. */
  readonly onRunEnded: (run: RunRecord) => void;
}

/** One imported cloud flow: turned on and off, and with the history of its runs. */
export class Flow {
  readonly name: string;
  readonly id = randomUUID().replaceAll('-', '');
  readonly triggerName: string;
  /** The bearer secret in the callback URL; it stays the same for the flow's life. */
  readonly signature = randomBytes(32).toString('base64url');
  readonly #flow: ImportedFlow;
  readonly #environment: FlowEnvironment;
  readonly #trigger: FlowTrigger;
  readonly #runs: RunRecord[] = [];
  readonly #triggerHistory: TriggerRecord[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #waiting: (() => Promise<void>)[] = [];
  #isOn = false;

  constructor(name: string, flow: ImportedFlow, environment: FlowEnvironment) {
    this.name = name;
    this.triggerName = flow.triggerName;
    this.#flow = flow;
    this.#environment = environment;
    environment.redactor.add(this.signature);
    this.#trigger = createTrigger(flow.trigger, this.#triggerContext());
  }

  get state(): 'On' | 'Off' {
    return this.#isOn ? 'On' : 'Off';
  }

  /** Where the connector posts events; a secret, because whoever has it can start runs. */
  get callbackUrl(): string {
    const permission = encodeURIComponent(`/triggers/${this.triggerName}/run`);
    const path = `/workflows/${this.id}/triggers/${encodeURIComponent(this.triggerName)}/paths/invoke`;
    return `${this.#environment.origin}${path}?api-version=2016-06-01&sp=${permission}&sv=1.0&sig=${this.signature}`;
  }

  /** Subscribes or starts to poll; rejects, and stays off, when the connector refuses the subscription. */
  async turnOn(): Promise<void> {
    if (this.#isOn) return;
    // On before the answer: the first event may arrive sooner than that.
    this.#isOn = true;
    try {
      await this.#trigger.start();
    } catch (error) {
      this.#isOn = false;
      throw error;
    }
  }

  /** Unsubscribes or stops to poll; runs that have begun go on to their end. */
  async turnOff(): Promise<void> {
    if (!this.#isOn) return;
    this.#isOn = false;
    await this.#trigger.stop();
  }

  /** What happens when the flow is saved again or its connection renewed: a new subscription, then the old one's end. */
  async renew(): Promise<void> {
    if (this.#isOn) await this.#trigger.renew();
  }

  /** Makes a polling or scheduled trigger check at once, or presses the button with its form filled in. */
  async runTrigger(form?: JsonObject): Promise<void> {
    await this.#trigger.check(form);
  }

  /** The latest runs, newest first, without secrets. */
  runs(): RunRecord[] {
    return this.#runs.map((run) => this.#environment.redactor.run(run)).reverse();
  }

  /** Subscriptions, checks and firings, newest first, without secrets. */
  triggerHistory(): TriggerRecord[] {
    return this.#triggerHistory.map((record) => this.#environment.redactor.trigger(record)).reverse();
  }

  /** Resolves when no run is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Starts the runs that one firing of the trigger asks for: none, one, or one per item when it splits. */
  fire(firing: { inputs?: JsonObject; outputs: JsonObject }): RunRecord[] {
    const startTime = this.#environment.clock.now().toISOString();
    const { trigger } = this.#flow;
    try {
      return this.#split(firing.outputs).flatMap((outputs) => {
        const shown = { name: this.triggerName, startTime, ...firing, outputs };
        const scope = this.#scope({ ...shown, status: 'Succeeded', code: 'OK' });
        const isMet = (trigger.conditions ?? []).every(({ expression }) => evaluateCondition(expression, scope));
        if (isMet) return [this.#startRun(this.#remember({ ...shown, status: 'Succeeded', code: 'OK' }))];
        this.#remember({ ...shown, status: 'Skipped', code: 'ConditionNotMet' });
        return [];
      });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const message = `Unable to process template language expressions for trigger '${this.triggerName}': '${error.message}'.`;
      this.#remember({
        name: this.triggerName,
        startTime,
        status: 'Failed',
        code: error.code,
        ...firing,
        error: { code: error.code, message },
      });
      return [];
    }
  }

  #split(outputs: JsonObject): JsonObject[] {
    const { splitOn } = this.#flow.trigger;
    if (splitOn === undefined) return [outputs];
    const items = evaluateTemplate(splitOn, this.#scope({ name: this.triggerName, outputs }));
    if (!Array.isArray(items)) throw new TemplateError(`The 'splitOn' expression '${splitOn}' must give an array.`);
    return items.map((body) => ({ ...outputs, body }));
  }

  #startRun(trigger: TriggerRecord): RunRecord {
    const record: RunRecord = {
      id: runId(),
      flowName: this.name,
      status: 'Running',
      startTime: this.#environment.clock.now().toISOString(),
      trigger,
      actions: [],
    };
    this.#runs.push(record);
    if (this.#runs.length > runsKept) this.#runs.shift();
    this.#waiting.push(() =>
      runFlow({
        flow: this.#flow,
        workflow: { ...this.#workflow(), run: { name: record.id } },
        trigger: triggerValue(trigger),
        record,
        environment: this.#environment,
      }).then(() => this.#environment.onRunEnded(this.#environment.redactor.run(record))),
    );
    this.#startWaiting();
    return record;
  }

  /** The trigger's concurrency control limits how many runs go on at once; the others wait their turn. */
  #startWaiting(): void {
    const limit = this.#flow.trigger.runtimeConfiguration?.concurrency?.runs ?? Infinity;
    while (this.#running.size < limit) {
      const run = this.#waiting.shift();
      if (!run) return;
      const running = run().finally(() => {
        this.#running.delete(running);
        this.#startWaiting();
      });
      this.#running.add(running);
    }
  }

  #remember(record: TriggerRecord): TriggerRecord {
    const secured = this.#flow.trigger.runtimeConfiguration?.secureData?.properties;
    const kept = { ...record, ...(secured && { secured }) };
    this.#triggerHistory.push(kept);
    if (this.#triggerHistory.length > runsKept) this.#triggerHistory.shift();
    return kept;
  }

  #scope(trigger: JsonObject): RunFrame {
    const { parameters } = this.#flow;
    const now = this.#environment.clock.now;
    return new RunFrame({ trigger, workflow: this.#workflow(), parameters, variables: new Map(), now });
  }

  #workflow(): JsonObject {
    return {
      id: `/workflows/${this.id}`,
      name: this.id,
      type: 'Microsoft.Logic/workflows',
      tags: { flowDisplayName: this.name },
    };
  }

  #triggerContext(): TriggerContext {
    const { redactor, clock } = this.#environment;
    const { trigger } = this.#flow;
    const template: Json = 'inputs' in trigger && 'host' in trigger.inputs ? (trigger.inputs.parameters ?? {}) : {};
    const parameters = evaluateTemplate(template, this.#scope({}));
    return {
      ...this.#environment,
      notificationUrl: this.callbackUrl,
      parameters: isObject(parameters) ? parameters : {},
      fire: (firing) => {
        this.fire(firing);
      },
      record: (outcome) => {
        this.#remember({ name: this.triggerName, startTime: clock.now().toISOString(), ...outcome });
      },
      hide: (secret) => redactor.add(secret),
    };
  }
}

function createTrigger(trigger: TriggerDefinition, context: TriggerContext): FlowTrigger {
  switch (trigger.type) {
    case 'OpenApiConnectionWebhook':
      return webhookTrigger(trigger, context);
    case 'OpenApiConnection':
      return pollingTrigger(trigger, context);
    case 'Recurrence':
      return recurrenceTrigger(trigger, context);
    case 'Request':
      return buttonTrigger(trigger, context);
  }
}

function triggerValue({ name, startTime, status, code, inputs, outputs }: TriggerRecord): JsonObject {
  return { name, startTime, status, code, inputs: inputs ?? null, outputs: outputs ?? null };
}

/** As the platform's: digits that sort the newest run first, a random part, and a unit. */
function runId(): string {
  const descending = String(9_999_999_999_999 - Date.now()).padStart(20, '0');
  return `${descending}${randomBytes(6).toString('hex').toUpperCase()}CU00`;
}
