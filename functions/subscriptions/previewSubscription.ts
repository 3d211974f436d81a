import type { Source } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import type { LogEntry } from '../events/logEntry.ts';
import { operation } from '../runtime/operation.ts';
import { invalid, Problem } from '../runtime/problem.ts';
import { filterProperties } from './filter.ts';
import { matches, wasTold } from './subscription.ts';
import { triggerChoices } from './triggerChoices.ts';
import type { Followed } from './webhookTrigger.ts';

interface Dependencies {
  /** What each webhook trigger follows, by its operation id. */
  readonly triggers: Readonly<Record<string, Followed>>;
  readonly log: Pick<EventLog, 'after' | 'sequenceDetectedBefore'>;
  readonly now: () => Date;
}

const dayMs = 24 * 60 * 60_000;
const mostLookedThrough = 100_000;
const mostExamples = 20;

const { minimumSeverity, statuses, policies, rules, users, workloads, labels, includeUpdates } = filterProperties;

export const previewSubscription = operation({
  operationId: 'PreviewSubscription',
  method: 'POST',
  path: '/previews',
  summary: 'Preview subscription',
  description:
    'Tells how often a trigger with these inputs would have started a flow within the last days, day by day, with some of the events. Nothing is subscribed and no flow is started.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  parameters: {},
  body: {
    type: 'object',
    properties: {
      trigger: {
        type: 'string',
        'x-ms-summary': 'Trigger',
        description: 'The trigger, from the list or by its operation id such as OnDlpAlert.',
        minLength: 1,
        maxLength: 64,
        ...triggerChoices,
      },
      days: {
        type: 'integer',
        format: 'int32',
        minimum: 1,
        maximum: 30,
        default: 7,
        'x-ms-summary': 'Days',
        description: 'How many days to look back.',
      },
      minimumSeverity,
      statuses,
      policies,
      rules,
      users,
      workloads,
      labels,
      includeUpdates,
      triggerInputs: {
        type: 'object',
        additionalProperties: true,
        'x-ms-summary': 'Trigger Inputs',
        'x-ms-visibility': 'advanced',
        description: 'The inputs that only this trigger has, by their names in the reference of operations.',
      },
    },
    required: ['trigger'],
  },
  responses: {
    200: {
      description: 'What would have happened.',
      schema: {
        type: 'object',
        properties: {
          count: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Count',
            description: 'How often the flow would have been started.',
          },
          days: {
            type: 'array',
            'x-ms-summary': 'Days',
            description: 'The days in UTC, oldest first, with those on which nothing would have happened.',
            items: {
              type: 'object',
              properties: {
                date: { type: 'string', format: 'date', 'x-ms-summary': 'Date', description: 'The day, in UTC.' },
                count: {
                  type: 'integer',
                  format: 'int32',
                  'x-ms-summary': 'Day Count',
                  description: 'How often the flow would have been started on that day.',
                },
              },
              required: ['date', 'count'],
            },
          },
          eventIds: {
            type: 'array',
            'x-ms-summary': 'Event Ids',
            description: 'The newest of these events, at most 20. Post alert card shows an alert of them.',
            items: { type: 'string', description: 'An event id.' },
          },
          looksThrough: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Looks Through',
            description: 'How many events of the log were gone through.',
          },
          isComplete: {
            type: 'boolean',
            'x-ms-summary': 'Is Complete',
            description: 'No when the log holds too many events in that time to go through all; then take fewer days.',
          },
        },
        required: ['count', 'days', 'eventIds', 'looksThrough', 'isComplete'],
      },
    },
  },
  example: {
    body: { trigger: 'OnDlpAlert', days: 2, minimumSeverity: 'high', includeUpdates: false },
    reply: {
      status: 200,
      body: {
        count: 14,
        days: [
          { date: '2026-11-20', count: 0 },
          { date: '2026-11-21', count: 9 },
          { date: '2026-11-22', count: 5 },
        ],
        eventIds: ['alerts-42-7Q5tWb1Fh8cT2LrK7vNAxy'],
        looksThrough: 260,
        isComplete: true,
      },
    },
  },
  handler: async ({ triggers, log, now }: Dependencies, { body, caller }) => {
    const { trigger, days, triggerInputs = {}, ...filter } = body;
    const followed = Object.hasOwn(triggers, trigger) ? triggers[trigger] : undefined;
    if (!followed) throw invalid('trigger', `must be one of ${Object.keys(triggers).join(', ')}.`);
    const { sources, types, criteria } = followed;
    requireOwnInputs(followed, triggerInputs);

    const wanted = {
      sources,
      earliest: '',
      begins: {},
      types,
      filter: { ...filter, startFrom: 'now', keepOrder: false, stormLimitPerMinute: 0 },
      criteria: criteria(triggerInputs, caller),
    };
    const from = new Date(now().getTime() - days * dayMs);
    const counts = new Map(datesSince(from, now()).map((date) => [date, 0]));
    let examples: readonly LogEntry[] = [];
    let looksThrough = 0;
    let count = 0;
    let isComplete = true;
    for (const source of sources) {
      for await (const page of pagesSince(log, source, from)) {
        looksThrough += page.length;
        const found = page.filter(
          (entry) => entry.target === undefined && matches(wanted, entry) && !wasTold(wanted, entry),
        );
        count += found.length;
        for (const { detectedAt } of found) {
          const date = detectedAt.slice(0, 10);
          counts.set(date, (counts.get(date) ?? 0) + 1);
        }
        examples = newestOf([...examples, ...found]);
        isComplete = looksThrough < mostLookedThrough;
        if (!isComplete) break;
      }
    }
    return {
      status: 200,
      body: {
        count,
        days: [...counts].map(([date, ofDay]) => ({ date, count: ofDay })),
        eventIds: examples.map(({ eventId }) => eventId),
        looksThrough,
        isComplete,
      },
    };
  },
});

const newestOf = (entries: readonly LogEntry[]): readonly LogEntry[] =>
  entries.toSorted(newestFirst).slice(0, mostExamples);

const newestFirst = (one: LogEntry, other: LogEntry): number =>
  one.detectedAt === other.detectedAt ? other.sequence - one.sequence : one.detectedAt < other.detectedAt ? 1 : -1;

const requireOwnInputs = (followed: Followed, inputs: object): void => {
  const faults = followed.faults(inputs).map(({ field, message }) => ({ field: `triggerInputs.${field}`, message }));
  if (!faults.length) return;
  const detail = faults.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new Problem('InvalidInput', detail, { faults });
};

async function* pagesSince(log: Dependencies['log'], source: Source, from: Date): AsyncGenerator<readonly LogEntry[]> {
  let after = await log.sequenceDetectedBefore(source, from.toISOString());
  for (let page = await log.after(source, after); page.length; page = await log.after(source, after)) {
    yield page;
    after = page.at(-1)?.sequence ?? after;
  }
}

const datesSince = (from: Date, to: Date): readonly string[] => {
  const dates: string[] = [];
  for (let atMs = from.getTime(); atMs < to.getTime() + dayMs; atMs += dayMs) {
    const date = new Date(Math.min(atMs, to.getTime())).toISOString().slice(0, 10);
    if (dates.at(-1) !== date) dates.push(date);
  }
  return dates;
};
