import { teams as contosoTeams, type Team } from '../contoso/teams.ts';
import { type ServerTls, serve } from '../serve.ts';
import { createChannelPage } from './channelPage.ts';
import type { MessageStore } from './messageStore.ts';
import { createWorkflowWebhooks } from './workflowWebhook.ts';

export interface StartTeamsOptions {
  /** Left out: plain http. */
  tls?: ServerTls;
  port?: number;
  /** Shared with the simulated Graph, so that posts through either show up on the page. */
  messages: MessageStore;
  /** Contoso's teams unless told otherwise. */
  teams?: readonly Team[];
}

/** The simulated Teams: a page that shows the channels, and a workflow webhook for each of them. */
export interface Teams {
  origin: string;
  port: number;
  messages: MessageStore;
  /** The whole address of the channel's workflow; a secret, as in Power Automate. */
  webhookUrl(channelId: string): string;
  /** The address at which a browser shows the channel. */
  channelUrl(channelId: string): string;
  close(): Promise<void>;
}

/** Starts the simulated Teams on a socket of this machine. */
export async function startTeams(options: StartTeamsOptions): Promise<Teams> {
  const { tls, port, messages, teams = Object.values(contosoTeams) } = options;
  const channels = teams.flatMap((team) =>
    Object.values(team.channels).map((channel) => ({ teamId: team.id, channelId: channel.id })),
  );
  const webhooks = createWorkflowWebhooks(channels, messages);
  const page = createChannelPage(teams, messages);
  const serving = await serve({
    async listener(request, response) {
      const [pathname = '/'] = (request.url ?? '/').split('?');
      if (webhooks.handles(pathname)) await webhooks.answer(request, response);
      else if (request.method === 'GET') await page.answer(pathname, response);
      else response.writeHead(405, { allow: 'GET' }).end();
    },
    ...(tls && { tls }),
    ...(port !== undefined && { port }),
  });
  return {
    origin: serving.origin,
    port: serving.port,
    messages,
    webhookUrl: (channelId) => `${serving.origin}${webhooks.addressOf(channelId)}`,
    channelUrl: (channelId) => `${serving.origin}/#${encodeURIComponent(channelId)}`,
    async close() {
      page.close();
      await serving.close();
    },
  };
}
