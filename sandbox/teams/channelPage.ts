import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { Team } from '../contoso/teams.ts';
import type { MessageStore } from './messageStore.ts';

const javaScriptType = 'text/javascript; charset=utf-8';
const jsonType = 'application/json; charset=utf-8';

/** Own files and the card library only: nothing inline, nothing from elsewhere. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const files: Readonly<Record<string, { location: string; type: string }>> = {
  '/': { location: import.meta.resolve('./page/page.html'), type: 'text/html; charset=utf-8' },
  '/page.css': { location: import.meta.resolve('./page/page.css'), type: 'text/css; charset=utf-8' },
  '/page.js': { location: import.meta.resolve('./page/page.js'), type: javaScriptType },
  '/hostConfig.js': { location: import.meta.resolve('./page/hostConfig.js'), type: javaScriptType },
  '/markdown.js': { location: import.meta.resolve('./page/markdown.js'), type: javaScriptType },
  '/messageContent.js': { location: import.meta.resolve('./page/messageContent.js'), type: javaScriptType },
  '/adaptivecards.js': {
    location: import.meta.resolve('adaptivecards/dist/adaptivecards.min.js'),
    type: javaScriptType,
  },
};

/** The page that shows the channels, its files, and the JSON and event stream that it lives on. */
export interface ChannelPage {
  answer(pathname: string, response: ServerResponse): Promise<void>;
  close(): void;
}

export function createChannelPage(teams: readonly Team[], messages: MessageStore): ChannelPage {
  const streams = new Set<ServerResponse>();
  const unwatch = messages.watch((message) => {
    for (const stream of streams) stream.write(`id: ${message.id}\ndata: ${JSON.stringify(message)}\n\n`);
  });

  function stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }

  return {
    async answer(pathname, response) {
      response.setHeader('content-security-policy', contentSecurityPolicy);
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('referrer-policy', 'no-referrer');
      const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined;
      if (file) {
        const content = await readFile(new URL(file.location));
        response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache' }).end(content);
        return;
      }
      if (pathname === '/api/events') return stream(response);
      const answer = pathname === '/api/teams' ? teams.map(presented) : messagesAt(pathname, teams, messages);
      if (answer) response.writeHead(200, { 'content-type': jsonType }).end(JSON.stringify({ value: answer }));
      else
        response.writeHead(404, { 'content-type': jsonType }).end(JSON.stringify({ error: 'There is no such page.' }));
    },
    close() {
      unwatch();
      for (const open of streams) open.end();
    },
  };
}

function messagesAt(pathname: string, teams: readonly Team[], messages: MessageStore) {
  const [, encoded] = /^\/api\/channels\/([^/]+)\/messages$/.exec(pathname) ?? [];
  const channel = teams.flatMap(({ channels }) => Object.values(channels)).find(({ id }) => sameId(encoded, id));
  return channel && messages.inChannel(channel.id);
}

/** A channel's id holds `:` and `@`, which some clients encode and some do not. */
function sameId(encoded: string | undefined, id: string): boolean {
  return encoded === id || encoded?.toLowerCase() === encodeURIComponent(id).toLowerCase();
}

function presented({ id, displayName, channels }: Team) {
  return { id, displayName, channels: Object.values(channels) };
}
