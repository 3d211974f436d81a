import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OpenQuestions } from '../connectors/openQuestions.ts';
import type { Listener } from '../serve.ts';
import type { TemplateFlows } from './templateFlows.ts';

export interface Controlled {
  /** Absent while the sandbox starts. */
  started(): { readonly flows: TemplateFlows; readonly questions: OpenQuestions } | undefined;
  stop(): void;
}

const flowPath = /^\/flows\/([^/]+)\/run$/;
const questionPath = /^\/questions\/([\w-]+)\/answer$/;

/**
 * Steers the sandbox: `GET /status` answers this process, `POST /stop` ends it, `GET /flows` and `POST /flows/{id}/run`
 * are for the prebuilt flows, `GET /questions` and `POST /questions/{id}/answer` for what they ask people.
 */
export function controlListener(controlled: Controlled): Listener {
  return async (request, response) => {
    // A browser names the page that it calls for; a page on the internet must not steer the sandbox.
    if (request.headers.origin !== undefined) return response.writeHead(403).end();
    try {
      await answer(request, response, controlled);
    } catch (error) {
      // Each is a wish that cannot be fulfilled, and says why.
      reply(response, 400, { message: error instanceof Error ? error.message : String(error) });
    }
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { started, stop }: Controlled,
): Promise<void> {
  const route = `${request.method} ${request.url}`;
  const [, flowId] = flowPath.exec(request.url ?? '') ?? [];
  const [, questionId] = questionPath.exec(request.url ?? '') ?? [];
  if (route === 'GET /status') return reply(response, 200, { processId: process.pid });
  if (route === 'POST /stop') {
    reply(response, 202, {});
    return stop();
  }
  const { flows, questions } = started() ?? stillStarting();
  if (route === 'GET /flows') return reply(response, 200, flows.list());
  if (route === 'GET /questions') return reply(response, 200, questions.open.map(shown));
  if (request.method === 'POST' && flowId !== undefined)
    return reply(response, 200, await flows.run(decodeURIComponent(flowId)));
  if (request.method === 'POST' && questionId !== undefined) {
    await questions.answer(questionId, JSON.parse(await text(request)));
    return reply(response, 200, {});
  }
  reply(response, 404, { message: `There is no ${route}.` });
}

function stillStarting(): never {
  throw new Error('The sandbox is still starting.');
}

const shown = ({ id, kind, title, askedOf, choices, inputs }: OpenQuestions['open'][number]): object => ({
  id,
  kind,
  title,
  askedOf,
  choices,
  inputs,
});

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
