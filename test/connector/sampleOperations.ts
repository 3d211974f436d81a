import { operation } from '../../functions/runtime/operation.ts';
import { schema } from '../../functions/runtime/schema.ts';

const notUsed = async (): Promise<never> => {
  throw new Error('The samples are printed and checked, never called.');
};

const alert = schema({
  type: 'object',
  title: 'Alert',
  properties: {
    id: { type: 'string', 'x-ms-summary': 'Alert Id', description: 'Names the alert in Microsoft Defender.' },
    severity: { type: 'string', enum: ['low', 'medium', 'high'], 'x-ms-summary': 'Severity' },
  },
  required: ['id'],
});

/** A paged list with a comma-separated filter, whose reply shows a shared definition. */
export const listAlerts = operation({
  operationId: 'ListAlerts',
  method: 'GET',
  path: '/alerts',
  summary: 'List alerts',
  description: 'Reads alerts, newest first. One page holds at most 100.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.Read.All'], application: ['SecurityAlert.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  parameters: {
    policies: {
      in: 'query',
      type: 'array',
      'x-ms-summary': 'Policies',
      description: 'Policies by id or by name.',
      maxItems: 20,
      items: {
        type: 'string',
        maxLength: 200,
        'x-ms-dynamic-values': {
          operationId: 'ListDlpPolicies',
          'value-collection': 'value',
          'value-path': 'id',
          'value-title': 'name',
        },
      },
    },
    top: {
      in: 'query',
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 50,
      'x-ms-summary': 'Page Size',
      'x-ms-visibility': 'advanced',
      description: 'How many alerts a page holds.',
    },
  },
  responses: {
    200: {
      description: 'A page of alerts.',
      schema: {
        type: 'object',
        properties: {
          value: { type: 'array', items: alert, 'x-ms-summary': 'Alerts' },
          nextLink: { type: 'string', 'x-ms-summary': 'Next Link', 'x-ms-visibility': 'advanced' },
        },
        required: ['value'],
      },
    },
  },
  example: {
    parameters: { policies: 'Payment cards', top: 1 },
    reply: { status: 200, body: { value: [{ id: 'da-1', severity: 'high' }] } },
  },
  handler: notUsed,
});

export const listDlpPolicies = operation({
  operationId: 'ListDlpPolicies',
  method: 'GET',
  path: '/dlpPolicies',
  summary: 'List DLP policies',
  description: 'Reads the names of all DLP policies.',
  visibility: 'internal',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: {},
  parameters: {},
  responses: {
    200: {
      description: 'All policies.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            'x-ms-summary': 'Policies',
            items: {
              type: 'object',
              title: 'DlpPolicyName',
              properties: {
                id: { type: 'string', 'x-ms-summary': 'Policy Id' },
                name: { type: 'string', 'x-ms-summary': 'Policy Name' },
              },
              required: ['id', 'name'],
            },
          },
        },
        required: ['value'],
      },
    },
  },
  example: { reply: { status: 200, body: { value: [{ id: 'p-1', name: 'Payment cards' }] } } },
  handler: notUsed,
});

/** A write with a body, a path parameter and an idempotency key. */
export const updateAlert = operation({
  operationId: 'UpdateAlert',
  method: 'PATCH',
  path: '/alerts/{alertId}',
  summary: 'Update alert',
  description: 'Changes what is sent and leaves the rest alone.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people' },
  graph: { delegated: ['SecurityAlert.ReadWrite.All'] },
  parameters: {
    alertId: { in: 'path', type: 'string', 'x-ms-summary': 'Alert Id', description: 'The alert to change.' },
  },
  body: {
    type: 'object',
    properties: {
      status: {
        type: 'string',
        enum: ['new', 'inProgress', 'resolved'],
        'x-ms-summary': 'Status',
        description: 'How far the work on the alert is.',
      },
      channel: {
        type: 'string',
        default: 'connector',
        'x-ms-summary': 'Channel',
        'x-ms-visibility': 'internal',
        description: 'Where the change comes from.',
      },
    },
  },
  responses: { 200: { description: 'The alert as it is now.', schema: alert } },
  example: {
    parameters: { alertId: 'da-1' },
    body: { status: 'resolved', channel: 'connector' },
    reply: { status: 200, body: { id: 'da-1', severity: 'high' } },
  },
  handler: notUsed,
});

export const onDlpAlert = operation({
  operationId: 'OnDlpAlert',
  method: 'POST',
  path: '/subscriptions/dlpAlert',
  summary: 'When a DLP alert is raised',
  description: 'This operation triggers when a DLP policy raises an alert.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: {},
  trigger: {
    mode: 'webhook',
    hint: 'To see it work, raise an alert, or send a test event.',
    notification: {
      type: 'object',
      title: 'DlpAlertEvent',
      description: 'One alert.',
      properties: {
        eventId: { type: 'string', 'x-ms-summary': 'Event Id' },
        alert: { ...alert, title: 'DlpAlert', 'x-ms-summary': 'Alert' },
      },
      required: ['eventId', 'alert'],
    },
  },
  parameters: {},
  body: {
    type: 'object',
    properties: {
      notificationUrl: {
        type: 'string',
        'x-ms-notification-url': true,
        'x-ms-visibility': 'internal',
        'x-ms-summary': 'Notification Link',
        description: 'Where events are sent.',
      },
    },
    required: ['notificationUrl'],
  },
  responses: {
    201: {
      description: 'Subscribed.',
      headers: { Location: { type: 'string', description: 'Unsubscribes when deleted.' } },
      schema: {
        type: 'object',
        properties: { subscriptionId: { type: 'string', 'x-ms-summary': 'Subscription Id' } },
        required: ['subscriptionId'],
      },
    },
  },
  example: {
    body: { notificationUrl: 'https://prod-1.westeurope.logic.azure.com/workflows/1' },
    reply: {
      status: 201,
      headers: { Location: 'https://purview-response.azurewebsites.net/api/subscriptions/s-1/secret' },
      body: { subscriptionId: 's-1' },
    },
  },
  handler: notUsed,
});

export const unsubscribe = operation({
  operationId: 'Unsubscribe',
  method: 'DELETE',
  path: '/subscriptions/{subscriptionId}/{secret}',
  summary: 'Unsubscribe',
  description: 'Ends a subscription; the platform calls this when a flow is switched off.',
  visibility: 'internal',
  audience: 'listed',
  repeat: 'safe',
  access: 'link',
  graph: {},
  parameters: {
    subscriptionId: { in: 'path', type: 'string', 'x-ms-summary': 'Subscription Id', description: 'Names it.' },
    secret: {
      in: 'path',
      type: 'string',
      'x-ms-summary': 'Secret',
      description: 'Proves that the link was handed out.',
    },
  },
  responses: { 204: { description: 'It is gone, or was gone before.' } },
  example: { parameters: { subscriptionId: 's-1', secret: 'secret' }, reply: { status: 204 } },
  handler: notUsed,
});

export const pollDlpAlerts = operation({
  operationId: 'PollDlpAlerts',
  method: 'GET',
  path: '/events/dlpAlerts',
  summary: 'When DLP alerts are raised (polling)',
  description: 'This operation triggers when DLP policies have raised alerts since the last look.',
  visibility: 'advanced',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: {},
  trigger: { mode: 'polling' },
  parameters: {
    cursor: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'Cursor',
      'x-ms-visibility': 'internal',
      description: 'Where the last look ended.',
    },
  },
  responses: {
    200: {
      description: 'New alerts, newest first.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            'x-ms-summary': 'Alerts',
            items: {
              type: 'object',
              properties: { cursor: { type: 'string', 'x-ms-summary': 'Cursor' } },
              required: ['cursor'],
            },
          },
        },
        required: ['value'],
      },
    },
    202: {
      description: 'Nothing new.',
      headers: { Location: { type: 'string', description: 'Where to look next.' } },
    },
  },
  example: { reply: { status: 200, body: { value: [{ cursor: '1' }] } } },
  handler: notUsed,
});

export const liveness = operation({
  operationId: 'GetLiveness',
  method: 'GET',
  path: '/health/live',
  summary: 'Liveness',
  description: 'Says that the process runs.',
  visibility: 'none',
  audience: 'unlisted',
  repeat: 'safe',
  access: 'public',
  graph: {},
  parameters: {},
  responses: { 204: { description: 'It runs.' } },
  example: { reply: { status: 204 } },
  handler: notUsed,
});

export const sampleOperations = [
  onDlpAlert,
  unsubscribe,
  pollDlpAlerts,
  listAlerts,
  updateAlert,
  listDlpPolicies,
  liveness,
] as const;
