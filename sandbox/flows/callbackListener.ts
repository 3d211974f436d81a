import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Json, parseJson } from './expression/json.ts';
import type { Flow } from './flow.ts';
import type { Callback, PendingCallbacks } from './pendingCallbacks.ts';

/** The platform's limit on a message. */
const platformLimitBytes = 104_857_600;
const actionPath = /^\/workflows\/[0-9a-f]{32}\/runs\/[0-9A-Z]+\/actions\/[^/]+\/run$/;
const callbackPath = /^\/workflows\/([0-9a-f]{32})\/triggers\/([^/]+)\/paths\/invoke$/;

export interface CallbackListenerOptions {
  readonly flow: (id: string) => Flow | undefined;
  readonly callbacks: PendingCallbacks;
  readonly bodyLimitBytes?: number | undefined;
}

/** Answers callbacks as the platform does: those of triggers with 202 and the id of the run, those of actions with 200. */
export function callbackListener({
  flow: find,
  callbacks,
  bodyLimitBytes = platformLimitBytes,
}: CallbackListenerOptions): RequestListener {
  return (request, response) => {
    receive(request, response, { find, callbacks, bodyLimitBytes }).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  };
}

interface Receiving {
  readonly find: CallbackListenerOptions['flow'];
  readonly callbacks: PendingCallbacks;
  readonly bodyLimitBytes: number;
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { find, callbacks, bodyLimitBytes }: Receiving,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (actionPath.test(url.pathname) && request.method === 'POST') {
    const content = await readContent(request, response, bodyLimitBytes);
    if (!content) return;
    if (callbacks.deliver(url.pathname, url.searchParams.get('sig') ?? '', content)) {
      response.writeHead(200).end();
      return;
    }
    return refuse(response, 404, 'WorkflowRunActionNotFound', 'No action waits for this call, or no longer.');
  }
  const [, id = '', encodedName = ''] = callbackPath.exec(url.pathname) ?? [];
  const flow = find(id);
  if (!flow || encodedName !== encodeURIComponent(flow.triggerName)) {
    return refuse(response, 404, 'WorkflowNotFound', `The workflow '${id}' could not be found.`);
  }
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return refuse(response, 405, 'MethodNotAllowed', 'A trigger is called with POST.');
  }
  if (!isSame(url.searchParams.get('sig') ?? '', flow.signature)) {
    return refuse(
      response,
      401,
      'AuthorizationFailed',
      'The signature of the callback address is missing or not valid.',
    );
  }
  if (flow.state === 'Off') {
    const message = `Could not execute workflow '${id}' trigger '${flow.triggerName}' with state 'Disabled': trigger is not enabled.`;
    return refuse(response, 404, 'WorkflowTriggerIsNotEnabled', message);
  }
  const content = await readContent(request, response, bodyLimitBytes);
  if (!content) return;
  const [run] = flow.fire({ outputs: { ...content } });
  response.writeHead(202, run ? { 'x-ms-workflow-run-id': run.id } : {}).end();
}

/** Headers and body of a call; undefined when it was refused, and answered so. */
async function readContent(
  request: IncomingMessage,
  response: ServerResponse,
  bodyLimitBytes: number,
): Promise<Callback | undefined> {
  const content = await read(request, bodyLimitBytes);
  if (content === undefined) {
    response.setHeader('connection', 'close');
    refuse(response, 413, 'RequestEntityTooLarge', `The body is larger than ${bodyLimitBytes} bytes.`);
    return undefined;
  }
  const body = parsedBody(content, request.headers['content-type'] ?? '');
  if (body === undefined) {
    const message = 'The request content is not valid and could not be deserialized.';
    refuse(response, 400, 'InvalidRequestContent', message);
    return undefined;
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return { headers, body };
}

async function read(request: IncomingMessage, limitBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > limitBytes) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}

function parsedBody(content: string, contentType: string): Json | undefined {
  if (content === '') return null;
  if (!/\bjson\b/i.test(contentType)) return content;
  try {
    return parseJson(content);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isSame(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { code, message } }));
}
