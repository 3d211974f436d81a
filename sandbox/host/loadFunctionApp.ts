import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FunctionApp, type WriteLog } from './functionApp.ts';

let apps = 0;
let loading: Promise<unknown> = Promise.resolve();

/**
 * Runs an app's entry point and its appStart hooks, and closes registration.
 * A second load in one process runs the entry file again, but not the modules that it imports.
 */
export function loadFunctionApp(entry: string, writeLog: WriteLog): Promise<FunctionApp> {
  // One at a time: registration does not say which app it is for.
  const loaded = loading.then(() => load(resolve(entry), writeLog));
  loading = loaded.catch(() => undefined);
  return loaded;
}

async function load(entry: string, writeLog: WriteLog): Promise<FunctionApp> {
  const app = new FunctionApp(writeLog);
  // Its address is what apps import, so it stays a module of its own where the host is bundled.
  const { enterApp } = await import('./functionsCore.ts');
  enterApp(app);
  const url = pathToFileURL(entry);
  if (apps > 0) url.search = `app=${apps}`;
  apps += 1;
  try {
    await import(url.href);
  } finally {
    app.closeRegistration();
  }
  await refuseStreams(app);
  await app.runHooks('appStart', {
    hookData: {},
    appHookData: app.hookData,
    functionAppDirectory: dirname(dirname(entry)),
  });
  return app;
}

async function refuseStreams(app: FunctionApp): Promise<void> {
  const capabilities = await app.programmingModel?.getCapabilities?.({});
  if (capabilities?.HttpUri) {
    throw new Error('The local host does not stream HTTP: remove enableHttpStream from app.setup().');
  }
}
