import { operation } from '../runtime/operation.ts';
import { continuationOf, pageToken } from '../runtime/pageToken.ts';
import { alertSchema } from './alert.ts';
import { severities, statuses } from './alertEnums.ts';
import { ourProducts } from './alertPages.ts';
import type { AlertsFor } from './alertsOfGraph.ts';
import { exampleAlert } from './exampleAlert.ts';

interface Dependencies {
  readonly alertsFor: AlertsFor;
  /** Where this back end is reached, without a path. */
  readonly publicBaseUrl: string;
}

const path = '/alerts';

export const listAlerts = operation({
  operationId: 'ListAlerts',
  method: 'GET',
  path,
  summary: 'List alerts',
  description:
    'Lists data loss prevention, insider risk and cloud app alerts, in the order of the service, at most 100 at once. Microsoft Graph filters by severity, status, owner and times; policy and user are looked for in what it answers, so a page may hold fewer alerts, or none, though more follow.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.Read.All'], application: ['SecurityAlert.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  parameters: {
    product: {
      in: 'query',
      type: 'string',
      enum: ourProducts,
      'x-ms-summary': 'Product',
      description: 'Only alerts of this product.',
    },
    minimumSeverity: {
      in: 'query',
      type: 'string',
      enum: severities,
      'x-ms-summary': 'Minimum Severity',
      description: 'Only alerts at least as grave as this.',
    },
    status: {
      in: 'query',
      type: 'string',
      enum: statuses,
      'x-ms-summary': 'Status',
      description: 'Only alerts whose handling has come this far.',
    },
    policy: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'Policy',
      description: 'Only alerts of the policy with this name or id.',
      minLength: 1,
      maxLength: 400,
    },
    user: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'User',
      description: 'Only alerts about the user with this principal name, object id or pseudonym.',
      minLength: 1,
      maxLength: 320,
    },
    createdAfter: {
      in: 'query',
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Created After',
      description: 'Only alerts created at this time or later.',
    },
    updatedAfter: {
      in: 'query',
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Updated After',
      description: 'Only alerts changed at this time or later.',
    },
    assignedTo: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'Assigned To',
      description: 'Only alerts that this user principal name handles.',
      minLength: 1,
      maxLength: 320,
    },
    top: {
      in: 'query',
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Top',
      'x-ms-visibility': 'advanced',
      description: 'How many alerts to answer at most.',
      minimum: 1,
      maximum: 100,
      default: 100,
    },
    nextToken: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'Next Token',
      'x-ms-visibility': 'internal',
      description: 'Part of the next link of the page before.',
      minLength: 1,
      maxLength: 8_000,
    },
  },
  responses: {
    200: {
      description: 'A page of alerts.',
      schema: {
        type: 'object',
        properties: {
          value: { type: 'array', items: alertSchema, 'x-ms-summary': 'Alerts', description: 'The alerts.' },
          unreadable: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Unreadable Alerts',
            'x-ms-visibility': 'advanced',
            description: 'How many alerts were left out because the service answered them in a broken form.',
          },
          nextLink: {
            type: 'string',
            'x-ms-summary': 'Next Link',
            'x-ms-visibility': 'advanced',
            description: 'The address of the next page; left out on the last one.',
          },
        },
        required: ['value', 'unreadable'],
      },
    },
  },
  example: {
    parameters: { product: 'dlp', minimumSeverity: 'high' },
    reply: { status: 200, body: { value: [exampleAlert], unreadable: 0 } },
  },
  handler: async ({ alertsFor, publicBaseUrl }: Dependencies, { parameters, caller }) => {
    const { nextToken, ...filters } = parameters;
    const { top, ...filter } = filters;
    const place = nextToken === undefined ? {} : { continuation: continuationOf(nextToken, filters) };
    const { alerts, unreadable, continuation } = await alertsFor(caller).list(filter, { top, ...place });
    if (continuation === undefined) return { status: 200, body: { value: alerts, unreadable } };
    const next = new URL(`/api${path}`, publicBaseUrl);
    for (const [name, value] of Object.entries(filters)) next.searchParams.set(name, String(value));
    next.searchParams.set('nextToken', pageToken(continuation, filters));
    return { status: 200, body: { value: alerts, unreadable, nextLink: next.href } };
  },
});
