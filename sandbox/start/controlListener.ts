import type { Listener } from '../serve.ts';

/** Answers `GET /status` with this process, and lets `POST /stop` end the sandbox. */
export function controlListener(stop: () => void): Listener {
  return (request, response) => {
    const route = `${request.method} ${request.url}`;
    // A browser names the page that it calls for; a page on the internet must not stop the sandbox.
    if (request.headers.origin !== undefined) return response.writeHead(403).end();
    if (route === 'GET /status') {
      return response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ processId: process.pid }));
    }
    if (route !== 'POST /stop') return response.writeHead(404).end();
    response.writeHead(202).end();
    stop();
  };
}
