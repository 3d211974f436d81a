import type { SettingGroup } from './setting.ts';

/** How events get to flows. */
export const deliverySettings = {
  CALLBACK_HOST_SUFFIXES: {
    kind: 'hostSuffixes',
    default: '.logic.azure.com,.environment.api.powerplatform.com',
    description: 'Hosts that callbacks may be on, by how their names end.',
  },
  SWEEP_SCHEDULE: {
    kind: 'schedule',
    default: '*/10 * * * * *',
    description: 'When subscriptions that have work and no live lease are woken.',
  },
  LEASE_SECONDS: {
    kind: 'integer',
    default: '15',
    minimum: 5,
    maximum: 300,
    description: 'How long a worker keeps a subscription to itself without a sign of life.',
  },
  DELIVERIES_IN_FLIGHT: {
    kind: 'integer',
    default: '16',
    minimum: 1,
    maximum: 256,
    description: 'Deliveries of one subscription at the same time.',
  },
  DELIVERY_TIMEOUT_SECONDS: {
    kind: 'integer',
    default: '30',
    minimum: 1,
    maximum: 120,
    description: 'How long a callback may take to answer.',
  },
  ATTEMPTS_PER_EVENT: {
    kind: 'integer',
    default: '12',
    minimum: 1,
    maximum: 100,
    description: 'Attempts at one event, while others get through, before it becomes a dead letter.',
  },
} as const satisfies SettingGroup;
