import type { IncomingHttpHeaders } from 'node:http';
import type { Json, JsonObject } from '../../../sandbox/flows/expression/json.ts';
import { parseJson } from '../../../sandbox/flows/expression/json.ts';
import type { FlowRunnerOptions } from '../../../sandbox/flows/startFlowRunner.ts';
import { serve } from '../../../sandbox/serve.ts';

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as they came, still encoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Json;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: Json;
}

export interface TestConnector {
  readonly origin: string;
  readonly requests: ReceivedRequest[];
  /** Decides the answers from now on. */
  answer(next: (request: ReceivedRequest) => Answer): void;
  close(): Promise<void>;
}

/** A back end that remembers what it was asked and answers as the test says. */
export async function startTestConnector(): Promise<TestConnector> {
  const requests: ReceivedRequest[] = [];
  let decide: (request: ReceivedRequest) => Answer = () => ({ status: 200, body: {} });
  const serving = await serve({
    listener: async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const text = Buffer.concat(chunks).toString();
      const received = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: text === '' ? null : parseJson(text),
      };
      requests.push(received);
      const { status, headers, body } = decide(received);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    },
  });
  return {
    origin: serving.origin,
    requests,
    answer(next) {
      decide = next;
    },
    close: () => serving.close(),
  };
}

/** What a runner of flows has of it: the connector below, and a connection with this token. */
export const connectorsOf = (
  { origin }: TestConnector,
  token = 'token-of-the-maker',
): FlowRunnerOptions['connectors'] => ({
  shared_test: { swagger: testSwagger, baseUrl: origin, connection: { accessToken: async () => token } },
});

/** A small connector: a webhook trigger, a polling trigger, and actions with every kind of parameter. */
export const testSwagger: JsonObject = {
  swagger: '2.0',
  info: { title: 'Test', version: '1.0' },
  basePath: '/api',
  paths: {
    '/subscriptions': {
      'x-ms-notification-content': { description: 'An alert.', schema: { type: 'object' } },
      post: {
        operationId: 'OnAlert',
        'x-ms-trigger': 'single',
        parameters: [{ name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/Subscribe' } }],
        responses: { 201: { description: 'Created.' } },
      },
    },
    '/alerts/new': {
      get: {
        operationId: 'PollAlerts',
        'x-ms-trigger': 'batch',
        parameters: [
          { name: 'severity', in: 'query', type: 'string' },
          { name: 'cursor', in: 'query', type: 'string', 'x-ms-visibility': 'internal' },
        ],
        responses: { 200: { description: 'Alerts.' } },
      },
    },
    '/sites/{siteUrl}/files/{name}': {
      parameters: [{ name: 'siteUrl', in: 'path', required: true, type: 'string', 'x-ms-url-encoding': 'double' }],
      get: {
        operationId: 'GetFile',
        parameters: [
          { name: 'name', in: 'path', required: true, type: 'string', 'x-ms-url-encoding': 'single' },
          { name: 'fields', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
          { name: '$top', in: 'query', type: 'integer' },
          {
            name: 'api-version',
            in: 'query',
            required: true,
            type: 'string',
            default: '1.0',
            'x-ms-visibility': 'internal',
          },
          { name: 'If-Match', in: 'header', type: 'string' },
        ],
        responses: { 200: { description: 'The file.' } },
      },
    },
    '/files': {
      parameters: [{ name: 'mode', in: 'query', type: 'string', default: 'all', 'x-ms-visibility': 'internal' }],
      get: {
        operationId: 'FindFiles',
        parameters: [
          { name: 'mode', in: 'query', type: 'string', default: 'whole', 'x-ms-visibility': 'internal' },
          { name: 'kinds', in: 'query', type: 'array', items: { type: 'string' } },
          { name: 'owner', in: 'query', type: 'string' },
        ],
        responses: { 200: { description: 'Files.' } },
      },
    },
    '/questions': {
      'x-ms-notification-content': { description: 'The answer.', schema: { type: 'object' } },
      post: {
        operationId: 'AskAndWait',
        parameters: [
          {
            name: 'body',
            in: 'body',
            required: true,
            schema: {
              type: 'object',
              required: ['notificationUrl', 'question'],
              properties: {
                notificationUrl: { type: 'string', 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' },
                question: { type: 'string' },
              },
            },
          },
        ],
        responses: { 201: { description: 'Asked.' } },
      },
    },
    '/letters': {
      get: {
        operationId: 'ListLetters',
        'x-ms-pageable': { nextLinkName: 'nextLink' },
        parameters: [],
        responses: { 200: { description: 'Letters.' } },
      },
    },
    '/messages': {
      post: {
        operationId: 'PostMessage',
        parameters: [{ name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/Message' } }],
        responses: { 200: { description: 'Posted.' } },
      },
    },
  },
  definitions: {
    Subscribe: {
      type: 'object',
      required: ['callback'],
      properties: {
        minimumSeverity: { type: 'string' },
        callback: {
          type: 'object',
          required: ['notificationUrl'],
          'x-ms-visibility': 'internal',
          properties: {
            notificationUrl: { type: 'string', 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' },
          },
        },
      },
    },
    Message: {
      type: 'object',
      required: ['text', 'kind'],
      properties: {
        text: { type: 'string' },
        kind: { type: 'string', default: 'plain', 'x-ms-visibility': 'internal' },
        count: { type: 'integer' },
        size: { type: 'number' },
        urgent: { type: 'boolean' },
        'odata.type': { type: 'string' },
        'a/b': { type: 'string' },
        alert: {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'string' }, severity: { type: 'string' } },
        },
        extra: { type: 'object' },
        replies: { type: 'array', items: { $ref: '#/definitions/Message' } },
      },
    },
  },
};
