import type { SettingGroup } from './setting.ts';

/** What the app keeps, and how it looks after itself. */
export const upkeepSettings = {
  RETENTION_DAYS: {
    kind: 'integer',
    default: '30',
    minimum: 1,
    maximum: 365,
    description: 'How long events and dead letters are kept, and so how far back a replay reaches.',
  },
  PURGE_SCHEDULE: {
    kind: 'schedule',
    default: '0 40 3 * * *',
    description: 'When what is past its retention is dropped.',
  },
  HEALTH_SCHEDULE: {
    kind: 'schedule',
    default: '20 */5 * * * *',
    description: 'When the health of flows and sources is compared with what was told of it.',
  },
  SILENT_FLOW_DAYS: {
    kind: 'integer',
    default: '7',
    minimum: 0,
    maximum: 365,
    description: 'Days without an event after which a flow that used to get some is reported as silent; 0: never.',
  },
  PERMISSION_CHECK_SCHEDULE: {
    kind: 'schedule',
    default: '0 20 4 * * *',
    description: 'When the permissions of the app are compared with those that it needs; also at every start.',
  },
} as const satisfies SettingGroup;
