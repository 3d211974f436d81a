import { app } from '@azure/functions';
import { checkPermissionsAtStart } from './health/checkPermissionsAtStart.ts';
import { operations, queueConsumers, timers } from './index.ts';
import { register } from './runtime/register.ts';
import { structuredLog } from './runtime/structuredLog.ts';
import { startTelemetry } from './runtime/telemetry.ts';
import { readSettings } from './settings.ts';
import { settingWarnings } from './settingWarnings.ts';

const settings = readSettings(process.env);

// What the first call needs is loaded with it, so that a cold start is over sooner.
const dependencies = async () => (await import('./dependencies.ts')).createDependencies(settings);

const provide = register(app, { operations, timers, queueConsumers }, dependencies, {
  schedules: settings,
  bodyLimitBytes: settings.BODY_LIMIT_BYTES,
});

const log = structuredLog(console, { function: 'main' });
for (const warning of settingWarnings(settings)) log.warn('A setting should be looked at again.', { warning });

void startTelemetry(settings.APPLICATIONINSIGHTS_CONNECTION_STRING, log);

checkPermissionsAtStart(provide, log);
