import { eventProperties, requiredEventProperties, type Source } from '../events/event.ts';
import type { Caller } from '../runtime/caller.ts';
import { type Operation, operation } from '../runtime/operation.ts';
import type { InferProperties, ObjectSchema, Schema } from '../runtime/schema.ts';
import { type Validate, validatorOf } from '../runtime/validator.ts';
import type { Criterion } from './criterion.ts';
import { digestSchema } from './digest.ts';
import { filterProperties, type Grading, gradingProperties, notificationUrl } from './filter.ts';
import type { Subscribe } from './subscribe.ts';

type Properties = Readonly<Record<string, Schema>>;

/** Inputs that only one trigger has, and what they ask of an event. */
interface OwnInputs<P extends Properties> {
  readonly properties: P;
  readonly criteria: (input: InferProperties<P, never>, caller: Caller) => readonly Criterion[];
}

interface WebhookTrigger<P extends Properties> extends Grading {
  readonly operationId: `On${string}`;
  readonly path: `/subscriptions/${string}`;
  readonly summary: `When ${string}`;
  readonly description: string;
  readonly hint: string;
  readonly sources: readonly Source[];
  /** The event types that it delivers. */
  readonly types: readonly string[];
  /** The name of its definition in the swagger. */
  readonly title: string;
  /** What the event is about: its property, and its schema. */
  readonly noun: { readonly [name: string]: ObjectSchema };
  readonly own?: OwnInputs<P>;
}

const delivered = {
  deliveredAt: {
    type: 'string',
    format: 'date-time',
    'x-ms-summary': 'Delivered At',
    description: 'When this attempt was made, in UTC.',
  },
  attempt: {
    type: 'integer',
    format: 'int32',
    'x-ms-summary': 'Attempt',
    'x-ms-visibility': 'advanced',
    description: 'Counts the attempts to deliver this event to this flow, from 1.',
  },
  isReplay: {
    type: 'boolean',
    'x-ms-summary': 'Is Replay',
    description: 'Whether somebody asked for the event to be sent again.',
  },
} as const;

/** What a trigger follows, and what its own inputs ask for. */
export interface Followed {
  /** What makers know the trigger by. */
  readonly title: string;
  readonly sources: readonly Source[];
  readonly types: readonly string[];
  /** What is wrong with the inputs that only this trigger has; fills in the defaults of those left out. */
  readonly faults: Validate;
  /** Takes such inputs when nothing is wrong with them. */
  readonly criteria: (input: object, caller: Caller) => readonly Criterion[];
}

export interface WebhookTriggerOperation extends Operation<Dependencies> {
  readonly follows: Followed;
}

interface Dependencies {
  readonly subscribe: Subscribe;
}

/** Declares a trigger that the back end calls: its subscribe operation, and the event that a flow receives. */
export const webhookTrigger = <const P extends Properties>(trigger: WebhookTrigger<P>): WebhookTriggerOperation => {
  const common = { notificationUrl, ...filterProperties, ...gradingProperties(trigger) };
  // For the compiler the common inputs are all there is, since it cannot follow the properties of a type parameter.
  const properties: typeof common = { ...trigger.own?.properties, ...common };
  const follows: Followed = {
    title: trigger.summary,
    sources: trigger.sources,
    types: trigger.types,
    faults: validatorOf({ type: 'object', properties: trigger.own?.properties ?? {} }, 'triggerInputs'),
    // Checked against the trigger's own schemas, which the compiler cannot follow here either.
    criteria: (input, caller) => trigger.own?.criteria(input as InferProperties<P, never>, caller) ?? [],
  };
  const subscribing = operation({
    operationId: trigger.operationId,
    method: 'POST',
    path: trigger.path,
    summary: trigger.summary,
    description: trigger.description,
    visibility: 'important',
    audience: 'listed',
    repeat: 'safe',
    access: { role: 'Purview.Reader', callers: 'people and apps' },
    graph: {},
    trigger: {
      mode: 'webhook',
      hint: trigger.hint,
      sources: trigger.sources,
      notification: {
        type: 'object',
        title: trigger.title,
        // A digest stands in the place of the thing itself.
        properties: { ...eventProperties, ...delivered, ...trigger.noun, digest: digestSchema },
        required: [...requiredEventProperties, ...Object.keys(delivered)],
      },
    },
    parameters: {},
    body: {
      type: 'object',
      properties,
      required: ['notificationUrl'],
    },
    responses: {
      201: {
        description: 'The flow is subscribed.',
        schema: {
          type: 'object',
          title: 'Subscribed',
          properties: {
            subscriptionId: {
              type: 'string',
              'x-ms-summary': 'Subscription Id',
              description: 'Names the subscription.',
            },
            signingSecret: {
              type: 'string',
              'x-ms-summary': 'Signing Secret',
              'x-ms-visibility': 'internal',
              description:
                'Verifies the webhook-signature header of deliveries, as Standard Webhooks describes it; told to apps only.',
            },
          },
          required: ['subscriptionId'],
        },
        headers: {
          Location: { type: 'string', description: 'The address to delete when the flow no longer wants events.' },
        },
      },
    },
    example: {
      body: {
        notificationUrl:
          'https://prod-00.westeurope.logic.azure.com:443/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=2016-06-01',
        ...(trigger.hasSeverity && { minimumSeverity: 'high' as const }),
        includeUpdates: false,
        startFrom: 'now',
        keepOrder: false,
        stormLimitPerMinute: 0,
      },
      reply: {
        status: 201,
        body: { subscriptionId: 'q0Yx3mWb1Fh8cT2LrK7vNA' },
        headers: {
          Location: 'https://purview-response.azurewebsites.net/api/subscriptions/q0Yx3mWb1Fh8cT2LrK7vNA.secret',
        },
      },
    },
    handler: async ({ subscribe }: Dependencies, { body, caller }) => {
      const { sources, types } = follows;
      const { notificationUrl: url, ...filter } = body;
      const criteria = follows.criteria(filter, caller);
      const wish = { trigger: trigger.operationId, sources, types, notificationUrl: url, filter, criteria };
      const { location, ...subscribed } = await subscribe(caller, wish);
      return { status: 201, body: subscribed, headers: { Location: location } };
    },
  });
  return { ...subscribing, follows };
};
