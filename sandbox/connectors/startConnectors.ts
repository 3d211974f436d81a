import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Ajv, type ValidateFunction } from 'ajv';
import { isObject, type Json, type JsonObject } from '../flows/expression/json.ts';
import type { ConnectorOptions } from '../flows/startFlowRunner.ts';
import { ownSchemas } from '../ownSchemas.ts';
import { serve } from '../serve.ts';
import type { MessageStore } from '../teams/messageStore.ts';
import { approvals } from './approvals.ts';
import { type ChatMessage, microsoftTeams } from './microsoftTeams.ts';
import { createOpenQuestions, type OpenQuestions } from './openQuestions.ts';
import { outlook, type SentMail } from './outlook.ts';
import { type PlannedTask, planner } from './planner.ts';
import { printDefinition } from './printDefinition.ts';
import { ConnectorRefusal, type SimulatedAnswer, type SimulatedOperation } from './simulatedOperation.ts';

/** Microsoft's connectors that prebuilt flows use beside ours, and what flows have done through them. */
export interface Connectors {
  readonly origin: string;
  /** For the flow runner: definition, address and connection of each, by the name of its api. */
  readonly connectors: Readonly<Record<string, ConnectorOptions>>;
  readonly questions: OpenQuestions;
  readonly mails: readonly SentMail[];
  readonly tasks: readonly PlannedTask[];
  readonly chats: readonly ChatMessage[];
  /** Makes the next calls of an operation fail with a status, as a service does that is away. */
  failNext(operationId: string, status: number, times?: number): void;
  close(): Promise<void>;
}

interface Route {
  readonly operation: SimulatedOperation;
  readonly pattern: RegExp;
  readonly isValid: ValidateFunction;
}

const ajv = new Ajv({ allErrors: true, strict: false, ...ownSchemas });

/** Starts the simulated connectors on a socket of this machine; posts to channels go to `messages`. */
export async function startConnectors({
  messages,
  port,
}: {
  readonly messages: MessageStore;
  readonly port?: number;
}): Promise<Connectors> {
  const questions = createOpenQuestions();
  const mails: SentMail[] = [];
  const tasks: PlannedTask[] = [];
  const chats: ChatMessage[] = [];
  const failures = new Map<string, { readonly status: number; times: number }>();
  // The connection's credential is the platform's own affair; here it is a text that nobody else knows.
  const token = randomBytes(32).toString('base64url');
  const all = [approvals(questions), outlook(mails), planner(tasks), microsoftTeams({ questions, messages, chats })];
  const routes = all.flatMap(({ api, operations }) =>
    operations.map((operation): Route => {
      const path = operation.path.replaceAll('$', '\\$').replaceAll('.', '\\.');
      return {
        operation,
        pattern: new RegExp(`^/apim/${api}${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
        isValid: ajv.compile(operation.body.schema),
      };
    }),
  );

  async function listener(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status, body } = await answer(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
    } catch (error) {
      if (!(error instanceof ConnectorRefusal)) throw error;
      const { status, message } = error;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ status, message }));
    }
  }

  async function answer(request: IncomingMessage): Promise<SimulatedAnswer> {
    if (request.headers.authorization !== `Bearer ${token}`)
      throw new ConnectorRefusal(401, 'The connection is not authorized.');
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const route = routes.find(({ pattern }) => pattern.test(pathname));
    if (!route || request.method !== 'POST') throw new ConnectorRefusal(404, 'The connector has no such operation.');
    const { operation, pattern, isValid } = route;
    failWhenTold(operation.operationId);
    const path = pathOf(operation, pattern.exec(pathname)?.groups ?? {});
    const body = parsed(await text(request));
    if (!isValid(body)) throw new ConnectorRefusal(400, `The body is not valid: ${ajv.errorsText(isValid.errors)}.`);
    return operation.answer({ path, body });
  }

  function failWhenTold(operationId: string): void {
    const failure = failures.get(operationId);
    if (!failure) return;
    failure.times -= 1;
    if (failure.times === 0) failures.delete(operationId);
    throw new ConnectorRefusal(failure.status, 'The service is away.');
  }

  const serving = await serve({ listener, ...(port !== undefined && { port }) });
  const connection = { accessToken: async () => token };
  return {
    origin: serving.origin,
    connectors: Object.fromEntries(
      all.map((each) => [each.api, { swagger: printDefinition(each), baseUrl: serving.origin, connection }]),
    ),
    questions,
    mails,
    tasks,
    chats,
    failNext(operationId, status, times = 1) {
      failures.set(operationId, { status, times });
    },
    close: () => serving.close(),
  };
}

function pathOf(operation: SimulatedOperation, groups: Readonly<Record<string, string>>): Record<string, string> {
  const path = Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
  for (const { name, values } of operation.pathParameters ?? []) {
    if (values && !values.includes(path[name] ?? ''))
      throw new ConnectorRefusal(400, `${name} must be one of ${values.join(', ')}.`);
  }
  return path;
}

function parsed(body: string): JsonObject {
  try {
    const value: Json = JSON.parse(body);
    if (isObject(value)) return value;
  } catch {
    // Said below, like a body that is no object.
  }
  throw new ConnectorRefusal(400, 'The body must be a JSON object.');
}
