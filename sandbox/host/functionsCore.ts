import { registerHooks } from 'node:module';
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from './coreTypes.ts';
import type { FunctionApp } from './functionApp.ts';

/**
 * The module `@azure/functions-core`, which no package supplies: in Azure the Node.js worker does.
 * This file is that module: what it exports up to `enterApp` is what the worker exports.
 */
export { Disposable } from './disposable.ts';

export const version = '3.14.1';
export const hostVersion = '4.1052.200';

export const registerFunction = (metadata: FunctionMetadata, callback: FunctionCallback) =>
  app().registerFunction(metadata, callback);

export const registerHook = (name: string, callback: HookCallback) => app().registerHook(name, callback);

export function setProgrammingModel(model: ProgrammingModel): void {
  lastModel = model;
  app().programmingModel = model;
}

export const getProgrammingModel = () => app().programmingModel;

export const log = (level: LogLevel, category: LogCategory, message: string) => app().log({ level, category, message });

let current: FunctionApp | undefined;
/** `@azure/functions` sets its model once a process, so a second app inherits it. */
let lastModel: ProgrammingModel | undefined;

/** Makes an app the one that registrations go to; from then on `@azure/functions-core` can be imported and required. */
export function enterApp(entered: FunctionApp): void {
  if (current === undefined) supplyModule();
  current = entered;
  entered.programmingModel = lastModel;
}

function app(): FunctionApp {
  if (current === undefined) throw new Error('No function app is being started.');
  return current;
}

function supplyModule(): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier !== '@azure/functions-core') return next(specifier, context);
      return { url: import.meta.url, shortCircuit: true };
    },
  });
}
