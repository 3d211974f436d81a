import type { Binding } from './coreTypes.ts';
import type { RegisteredFunction } from './functionApp.ts';
import { parseSchedule, type Schedule } from './schedule.ts';
import { resolveSettings, type Settings } from './settings.ts';

interface TriggerOf<K extends string> {
  kind: K;
  name: string;
  bindingName: string;
  registered: RegisteredFunction;
}

export interface HttpTrigger extends TriggerOf<'http'> {
  route: string;
  /** In capitals. */
  methods: string[];
}

export interface TimerTrigger extends TriggerOf<'timer'> {
  schedule: Schedule;
  runOnStartup: boolean;
  useMonitor: boolean;
}

export interface QueueTrigger extends TriggerOf<'queue'> {
  queueName: string;
  /** The name of the setting that holds the connection string. */
  connection: string;
}

export type Trigger = HttpTrigger | TimerTrigger | QueueTrigger;

/** Reads what starts a function, with its settings resolved; throws for what this host cannot run. */
export function readTrigger(registered: RegisteredFunction, settings: Settings): Trigger {
  const { name, bindings, retryOptions } = registered.metadata;
  const refuse = (reason: string): never => {
    throw new Error(`Function "${name}": ${reason}`);
  };
  if (retryOptions) refuse('the local host has no retry policies.');
  const [bindingName, binding] =
    Object.entries(bindings).find(([, { type }]) => /trigger$/i.test(type)) ?? refuse('it has no trigger.');
  refuseOtherBindings(bindings, bindingName, refuse);

  const text = (property: string, fallback?: string): string => {
    const value = binding[property] ?? fallback;
    if (typeof value !== 'string') return refuse(`its ${binding.type} has no ${property}.`);
    return resolveSettings(value, settings, refuse);
  };
  const trigger = { name, bindingName, registered };
  switch (binding.type.toLowerCase()) {
    case 'httptrigger':
      if (text('authLevel', 'anonymous').toLowerCase() !== 'anonymous') {
        return refuse('the local host knows no function keys; use authLevel "anonymous".');
      }
      return { ...trigger, kind: 'http', route: text('route', '') || name, methods: methodsOf(binding) };
    case 'timertrigger':
      return {
        ...trigger,
        kind: 'timer',
        schedule: scheduleOf(text('schedule'), refuse),
        runOnStartup: binding.runOnStartup === true,
        useMonitor: binding.useMonitor !== false,
      };
    case 'queuetrigger':
      return {
        ...trigger,
        kind: 'queue',
        queueName: text('queueName').toLowerCase(),
        connection: text('connection', 'AzureWebJobsStorage') || 'AzureWebJobsStorage',
      };
    default:
      return refuse(`the local host has no ${binding.type}.`);
  }
}

function refuseOtherBindings(
  bindings: Record<string, Binding>,
  triggerName: string,
  refuse: (reason: string) => never,
): void {
  for (const [name, { type }] of Object.entries(bindings)) {
    if (name === triggerName || (name === '$return' && type.toLowerCase() === 'http')) continue;
    refuse(`the local host has no "${type}" binding besides triggers; use the service's SDK.`);
  }
}

function scheduleOf(expression: string, refuse: (reason: string) => never): Schedule {
  try {
    return parseSchedule(expression);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function methodsOf({ methods }: Binding): string[] {
  return Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : ['GET', 'POST'];
}
