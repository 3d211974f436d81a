import { operation } from '../runtime/operation.ts';
import type { ApprovedQueries } from './approvedQueries.ts';
import { huntingParameters } from './huntingParameters.ts';

const parameterNames = Object.keys(huntingParameters);

export const listHuntingQueries = operation({
  operationId: 'ListHuntingQueries',
  method: 'GET',
  path: '/huntingQueries',
  summary: 'List hunting queries',
  description: 'Fills the list of approved queries in the designer: what each finds, and which inputs it needs.',
  visibility: 'internal',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  parameters: {},
  responses: {
    200: {
      description: 'The approved queries.',
      schema: {
        type: 'object',
        properties: {
          version: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Version',
            description: 'Rises with every change of the approved queries.',
          },
          value: {
            type: 'array',
            'x-ms-summary': 'Queries',
            description: 'The queries that a flow may run.',
            items: {
              type: 'object',
              properties: {
                queryName: { type: 'string', 'x-ms-summary': 'Query Name', description: 'Names the query.' },
                title: {
                  type: 'string',
                  'x-ms-summary': 'Query Title',
                  description: 'What it finds and, in brackets, the inputs that it needs.',
                },
                description: {
                  type: 'string',
                  'x-ms-summary': 'Query Description',
                  description: 'What it finds, at length.',
                },
                needs: {
                  type: 'array',
                  items: { type: 'string', enum: parameterNames },
                  'x-ms-summary': 'Needed Inputs',
                  description: 'The inputs that it needs; all others must be left out.',
                },
              },
              required: ['queryName', 'title', 'description', 'needs'],
            },
          },
        },
        required: ['version', 'value'],
      },
    },
  },
  example: {
    reply: {
      status: 200,
      body: {
        version: 3,
        value: [
          {
            queryName: 'mailsToDomain',
            title: 'Mail of a user to a domain (user, domain)',
            description: 'Mail that one user sent to the addresses of one domain, delivered or not.',
            needs: ['user', 'domain'],
          },
        ],
      },
    },
  },
  handler: async ({ huntingQueries }: { readonly huntingQueries: ApprovedQueries }) => ({
    status: 200,
    body: {
      version: huntingQueries.version,
      value: huntingQueries.queries.map(({ name, title, description, needs }) => ({
        queryName: name,
        title: `${title} (${needs.join(', ')})`,
        description,
        needs: [...needs],
      })),
    },
  }),
});
