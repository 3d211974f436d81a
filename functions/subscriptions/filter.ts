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
  statuses: names('Statuses', 'Only events whose status is one of these; the box of each trigger lists its own.'),
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

/** How the events of a trigger are graded, so that its boxes say what can be asked of them. */
export interface Grading {
  readonly hasSeverity: boolean;
  /** Every status that its events can have. */
  readonly statuses: readonly string[];
  /** The only events that have one, where not all do. */
  readonly statusesOnlyOf?: string;
}

/** The box for events that have one of these statuses. */
export const statusesAmong = (statuses: readonly string[], which = 'events') =>
  names('Statuses', `Only ${which} whose status is one of these: ${statuses.join(', ')}.`);

/** The boxes that ask how an event is graded; one that could only keep a flow from starting says so, out of the way. */
export const gradingProperties = ({ hasSeverity, statuses, statusesOnlyOf }: Grading) => ({
  minimumSeverity: hasSeverity
    ? filterProperties.minimumSeverity
    : advanced({
        ...filterProperties.minimumSeverity,
        description: 'Events of this trigger have no severity: anything but unknown lets none through. Leave it empty.',
      }),
  statuses:
    statuses.length > 0
      ? statusesAmong(statuses, statusesOnlyOf)
      : names('Statuses', 'Events of this trigger have no status: any entry lets none through.'),
});

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
