import type { RequestListener, ServerResponse } from 'node:http';
import type { Flow } from './flow.ts';
import { flowsPage, historyStyle, runPage } from './historyPage.ts';

const runPath = /^\/runs\/([0-9A-Z]+)(\.json)?$/;

/** Serves the run history: `/runs` and `/runs/{id}` to read, `/runs.json` and `/runs/{id}.json` for programs. */
export function historyListener(flows: () => readonly Flow[]): RequestListener {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return answer(response, 405, 'text/plain', 'The run history is read with GET.');
    }
    if (pathname === '/') return void response.writeHead(302, { location: '/runs' }).end();
    if (pathname === '/runs') return answer(response, 200, 'text/html', flowsPage(flows()));
    if (pathname === '/runs.css') return answer(response, 200, 'text/css', historyStyle);
    if (pathname === '/runs.json')
      return answer(response, 200, 'application/json', JSON.stringify(flows().map(summary)));

    const [, id, json] = runPath.exec(pathname) ?? [];
    const run = flows()
      .flatMap((flow) => flow.runs())
      .find((candidate) => candidate.id === id);
    if (!run) return answer(response, 404, 'text/plain', 'There is no such run.');
    if (json) return answer(response, 200, 'application/json', JSON.stringify(run));
    answer(response, 200, 'text/html', runPage(run));
  };
}

function summary(flow: Flow): object {
  return {
    name: flow.name,
    state: flow.state,
    runs: flow.runs().map(({ id, status, startTime, endTime, error }) => ({ id, status, startTime, endTime, error })),
    triggerHistory: flow.triggerHistory(),
  };
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy':
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .end(body);
}
