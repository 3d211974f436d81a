import type { LogEntry } from '../events/logEntry.ts';
import { advanced } from '../runtime/property.ts';
import { type InferProperties, schema } from '../runtime/schema.ts';
import { namesAny } from './criterion.ts';
import { labelChoices } from './labelChoices.ts';
import { namesInput, pickedInput } from './namesInput.ts';
import { policyChoices } from './policyChoices.ts';

/** Rising; a minimum lets its own severity and all after it through. */
export const severities = ['unknown', 'informational', 'low', 'medium', 'high'] as const;

const names = (summary: string, description: string) => advanced(namesInput(summary, description));

/** The inputs that every webhook trigger has; each of them is applied before a flow run is spent. */
export const filterProperties = {
  minimumSeverity: {
    type: 'string',
    enum: severities,
    'x-ms-summary': 'Minimum Severity',
    description: 'The least severity that starts the flow. Leave it empty for all.',
  },
  statuses: names('Statuses', 'Only events whose status is one of these, such as new or inProgress.'),
  policies: advanced(pickedInput('Policies', 'Only events of these policies, by name or by id.', policyChoices)),
  rules: names('Rules', 'Only events of these rules, by name or by id, where the event names its rule.'),
  users: names('Users', 'Only events about these people, by user principal name or by object id.'),
  workloads: names(
    'Workloads',
    'Only events from these workloads, such as SharePoint, OneDrive, Exchange, Teams or Endpoint.',
  ),
  labels: advanced(
    pickedInput(
      'Labels',
      'Only events about items with these sensitivity labels, by name or by id, where the event names its label.',
      labelChoices,
    ),
  ),
  includeUpdates: {
    type: 'boolean',
    default: false,
    'x-ms-summary': 'Include Updates',
    'x-ms-visibility': 'advanced',
    description: 'Whether the flow also starts when something that was raised before is updated.',
  },
  startFrom: {
    type: 'string',
    default: 'now',
    maxLength: 40,
    'x-ms-summary': 'Start From',
    'x-ms-visibility': 'advanced',
    description:
      'Where a new flow begins: now, last24Hours, or a time within the last 30 days such as 2026-11-20T08:00:00Z.',
  },
  keepOrder: {
    type: 'boolean',
    default: false,
    'x-ms-summary': 'Keep Order',
    'x-ms-visibility': 'advanced',
    description:
      'Whether events are delivered one after another, in order. This is slower, and an event that the flow does not accept holds up those after it.',
  },
  stormLimitPerMinute: {
    type: 'integer',
    format: 'int32',
    minimum: 0,
    maximum: 1_000,
    default: 0,
    'x-ms-summary': 'Storm Limit A Minute',
    'x-ms-visibility': 'advanced',
    description:
      'When more events than this come in a minute, the rest arrive as one event of the type digest, with counts by policy, person and severity. 0 turns it off.',
  },
} as const;

export const notificationUrl = schema({
  type: 'string',
  'x-ms-notification-url': true,
  'x-ms-visibility': 'internal',
  'x-ms-summary': 'Callback URL',
  description: 'The address that the platform gives to the flow.',
  minLength: 1,
  maxLength: 4_096,
});

export type Filter = InferProperties<typeof filterProperties, never>;

/** The part that chooses events; the rest says how they are delivered. */
export type EventFilter = Omit<Filter, 'startFrom' | 'keepOrder' | 'stormLimitPerMinute'>;

/** Whether an event passes a filter; what the event does not name cannot match a wish for it. */
export const passes = (filter: EventFilter, { change, facets }: Pick<LogEntry, 'change' | 'facets'>): boolean =>
  (filter.includeUpdates || change === 'raised') &&
  (filter.minimumSeverity === undefined ||
    severities.indexOf(facets.severity ?? 'unknown') >= severities.indexOf(filter.minimumSeverity)) &&
  namesAny(filter.statuses, facets.status === undefined ? [] : [facets.status]) &&
  namesAny(filter.policies, facets.policies) &&
  namesAny(filter.rules, facets.rules) &&
  namesAny(filter.users, facets.users) &&
  namesAny(filter.workloads, facets.workloads) &&
  namesAny(filter.labels, facets.labels);
