import type { SettingGroup } from './setting.ts';

/** How the app is reached and watched, and the sandbox. */
export const hostSettings = {
  PUBLIC_BASE_URL: {
    kind: 'origin',
    description: 'Origin under which the app is reached from outside; every address that it hands out begins with it.',
    otherwise:
      'https://{WEBSITE_HOSTNAME}; with SANDBOX=true http:// on this machine, by default http://localhost:7071',
  },
  BODY_LIMIT_BYTES: {
    kind: 'integer',
    default: '1048576',
    minimum: 1_024,
    maximum: 104_857_600,
    description: 'The largest request body that is accepted.',
  },
  CALLS_PER_MINUTE: {
    kind: 'integer',
    default: '3000',
    minimum: 0,
    maximum: 1_000_000,
    description:
      'Calls that one person or app may make in a minute, counted on each instance; more are answered with 429. 0: no limit.',
  },
  APPLICATIONINSIGHTS_CONNECTION_STRING: {
    kind: 'secret',
    description: 'Where telemetry goes.',
    otherwise: 'none is sent',
  },
  SANDBOX: {
    kind: 'boolean',
    default: 'false',
    description: 'Allows addresses on this machine, for trying out. A deployed app refuses to start with it.',
  },
  SANDBOX_TIME_SCALE: {
    kind: 'number',
    default: '1',
    minimum: 1,
    maximum: 100_000,
    description: 'Divides back-off and probe waits; with SANDBOX=true only.',
  },
} as const satisfies SettingGroup;
