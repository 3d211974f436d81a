import { operation } from '../runtime/operation.ts';
import { invalid } from '../runtime/problem.ts';
import type { ApprovedQueries } from './approvedQueries.ts';
import { fillQuery } from './fillQuery.ts';
import type { Hunt } from './huntingOfGraph.ts';
import { huntingParameters } from './huntingParameters.ts';

interface Dependencies {
  readonly huntingQueries: ApprovedQueries;
  readonly hunt: Hunt;
}

const dayMs = 24 * 60 * 60_000;

export const runHuntingQuery = operation({
  operationId: 'RunHuntingQuery',
  method: 'POST',
  path: '/huntingQueries/run',
  summary: 'Run hunting query',
  description:
    'Runs one of the approved advanced hunting queries of Microsoft Defender with the values that you give. Values are passed as literals, so they cannot change the query. At most 1,000 rows and about one megabyte are answered.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['ThreatHunting.Read.All'], application: ['ThreatHunting.Read.All'] },
  parameters: {},
  body: {
    type: 'object',
    properties: {
      queryName: {
        type: 'string',
        'x-ms-summary': 'Query',
        description: 'The approved query; the brackets in the list say which of the inputs below it needs.',
        minLength: 1,
        maxLength: 100,
        'x-ms-dynamic-values': {
          operationId: 'ListHuntingQueries',
          'value-collection': 'value',
          'value-path': 'queryName',
          'value-title': 'title',
        },
        'x-ms-dynamic-list': {
          operationId: 'ListHuntingQueries',
          itemsPath: 'value',
          itemValuePath: 'queryName',
          itemTitlePath: 'title',
        },
      },
      ...huntingParameters,
      days: {
        type: 'integer',
        format: 'int32',
        'x-ms-summary': 'Days',
        description: 'How many days to look back; Microsoft Defender keeps 30.',
        minimum: 1,
        maximum: 30,
        default: 7,
      },
      top: {
        type: 'integer',
        format: 'int32',
        'x-ms-summary': 'Top',
        'x-ms-visibility': 'advanced',
        description: 'How many rows to answer at most.',
        minimum: 1,
        maximum: 1_000,
        default: 100,
      },
    },
    required: ['queryName'],
  },
  responses: {
    200: {
      description: 'What the query found.',
      schema: {
        type: 'object',
        properties: {
          queryName: { type: 'string', 'x-ms-summary': 'Query Name', description: 'The query that was run.' },
          queriesVersion: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Queries Version',
            'x-ms-visibility': 'advanced',
            description: 'The version of the approved queries that it was taken from.',
          },
          columns: {
            type: 'array',
            'x-ms-summary': 'Columns',
            description: 'The columns of the result, in order.',
            items: {
              type: 'object',
              properties: {
                name: { type: 'string', 'x-ms-summary': 'Column Name', description: 'The name of the column.' },
                type: {
                  type: 'string',
                  'x-ms-summary': 'Column Type',
                  description: 'The type of its values in the words of the service, such as String or DateTime.',
                },
              },
              required: ['name', 'type'],
            },
          },
          rows: {
            type: 'array',
            'x-ms-summary': 'Rows',
            description: 'The rows, each with its values by the names of the columns.',
            items: { type: 'object', additionalProperties: true },
          },
          rowCount: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Row Count',
            description: 'How many rows are answered.',
          },
          isTruncated: {
            type: 'boolean',
            'x-ms-summary': 'Is Truncated',
            description: 'Whether more was found than is answered.',
          },
        },
        required: ['queryName', 'queriesVersion', 'columns', 'rows', 'rowCount', 'isTruncated'],
      },
    },
  },
  example: {
    body: { queryName: 'externalRecipients', user: 'adele@contoso.com', days: 7, top: 100 },
    reply: {
      status: 200,
      body: {
        queryName: 'externalRecipients',
        queriesVersion: 3,
        columns: [
          { name: 'RecipientDomain', type: 'String' },
          { name: 'Mails', type: 'Int64' },
        ],
        rows: [{ RecipientDomain: 'fabrikam.com', Mails: 3 }],
        rowCount: 1,
        isTruncated: false,
      },
    },
  },
  handler: async ({ huntingQueries, hunt }: Dependencies, { body, caller }) => {
    const { queryName, days, top, ...input } = body;
    const query = huntingQueries.queries.find(({ name }) => name === queryName);
    if (!query) {
      const names = huntingQueries.queries.map(({ name }) => name).join(', ');
      throw invalid('queryName', `is no approved query; there are ${names}.`);
    }
    const kql = fillQuery(query, input, new Date(Date.now() - days * dayMs));
    const { columns, rows, isTruncated } = await hunt(caller, kql, { rows: top });
    const queriesVersion = huntingQueries.version;
    return { status: 200, body: { queryName, queriesVersion, columns, rows, rowCount: rows.length, isTruncated } };
  },
});
