import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from './coreTypes.ts';
import { Disposable } from './disposable.ts';

export interface RegisteredFunction {
  metadata: FunctionMetadata;
  callback: FunctionCallback;
}

export interface LogEntry {
  level: LogLevel;
  category: LogCategory;
  message: string;
  functionName?: string;
  invocationId?: string;
}

export type WriteLog = (entry: LogEntry) => void;

const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
export type HookName = (typeof hookNames)[number];

/** What an entry point registered: its functions, hooks and programming model. */
export class FunctionApp {
  readonly functions = new Map<string, RegisteredFunction>();
  /** Shared by all hooks of the app, as `appHookData`. */
  readonly hookData: Record<string, unknown> = {};
  programmingModel: ProgrammingModel | undefined;
  readonly #hooks = new Map<HookName, HookCallback[]>(hookNames.map((name) => [name, []]));
  readonly #writeLog: WriteLog;
  #registrationClosed = false;

  constructor(writeLog: WriteLog) {
    this.#writeLog = writeLog;
  }

  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    this.#refuseWhenClosed('registered');
    const id = metadata.functionId ?? metadata.name;
    if (this.functions.has(id)) throw new Error(`A function with id "${id}" has already been registered.`);
    this.functions.set(id, { metadata: { ...metadata, functionId: id }, callback });
    return new Disposable(() => {
      this.#refuseWhenClosed('disposed');
      this.functions.delete(id);
    });
  }

  registerHook(name: string, callback: HookCallback): Disposable {
    const callbacks = this.#hooks.get(hookNames.find((known) => known === name) ?? unknownHook(name)) ?? [];
    callbacks.push(callback);
    return new Disposable(() => {
      const index = callbacks.indexOf(callback);
      if (index >= 0) callbacks.splice(index, 1);
    });
  }

  closeRegistration(): void {
    this.#registrationClosed = true;
  }

  async runHooks(name: HookName, context: object): Promise<void> {
    for (const callback of this.#hooks.get(name) ?? []) await callback(context);
  }

  /** Passes an entry through the app's log hooks, which may change it, and writes it. */
  log(entry: LogEntry, invocationContext?: object): void {
    const context = { ...entry, invocationContext, hookData: {}, appHookData: this.hookData };
    for (const callback of this.#hooks.get('log') ?? []) callback(context);
    this.#writeLog({ ...entry, level: context.level, message: context.message });
  }

  #refuseWhenClosed(what: string): void {
    if (this.#registrationClosed) throw new Error(`A function can only be ${what} during app startup.`);
  }
}

function unknownHook(name: string): never {
  throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), { isAzureFunctionsSystemError: true });
}
