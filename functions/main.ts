import { app } from '@azure/functions';
import { checkPermissionsAtStart } from './health/checkPermissionsAtStart.ts';
import { operations, queueConsumers, timers } from './index.ts';
import { register } from './runtime/register.ts';
import { structuredLog } from './runtime/structuredLog.ts';
import { startTelemetry } from './runtime/telemetry.ts';
import { readSettings } from './settings.ts';

const settings = readSettings(process.env);

// What the first call needs is loaded with it, so that a cold start is over sooner.
const dependencies = async () => (await import('./dependencies.ts')).createDependencies(settings);

const provide = register(app, { operations, timers, queueConsumers }, dependencies, {
  schedules: settings,
  bodyLimitBytes: settings.BODY_LIMIT_BYTES,
});

void startTelemetry(settings.APPLICATIONINSIGHTS_CONNECTION_STRING, structuredLog(console, { function: 'main' }));

checkPermissionsAtStart(provide, structuredLog(console, { function: 'main' }));
