import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../refusal.ts';
import type { CardAttachment, MessageStore } from './messageStore.ts';

const largestMessageBytes = 28 * 1024;
const adaptiveCard = 'application/vnd.microsoft.card.adaptive';
const invokePath = /^\/powerautomate\/automations\/direct\/workflows\/([0-9a-f]{32})\/triggers\/manual\/paths\/invoke$/;

export interface WebhookChannel {
  teamId: string;
  channelId: string;
}

/** The workflows "Post to a channel when a webhook request is received", one for each channel. */
export interface WorkflowWebhooks {
  /** Path and query to post to; the query holds the signature that is the only credential. */
  addressOf(channelId: string): string;
  handles(pathname: string): boolean;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Creates a workflow for each channel, with the trigger "When a Teams webhook request is received". */
export function createWorkflowWebhooks(channels: readonly WebhookChannel[], messages: MessageStore): WorkflowWebhooks {
  const workflows = channels.map((channel) => ({
    ...channel,
    workflowId: randomBytes(16).toString('hex'),
    signature: randomBytes(32).toString('base64url'),
  }));

  return {
    addressOf(channelId) {
      const workflow = workflows.find((candidate) => candidate.channelId === channelId);
      if (!workflow) throw new Error(`No workflow posts to the channel ${channelId}.`);
      const query = new URLSearchParams({
        'api-version': '1',
        sp: '/triggers/manual/run',
        sv: '1.0',
        sig: workflow.signature,
      });
      return `/powerautomate/automations/direct/workflows/${workflow.workflowId}/triggers/manual/paths/invoke?${query}`;
    },
    handles: (pathname) => invokePath.test(pathname),
    async answer(request, response) {
      try {
        const body = await readBody(request);
        const { pathname, searchParams } = new URL(request.url ?? '/', 'https://workflows.invalid');
        const [, workflowId] = invokePath.exec(pathname) ?? [];
        const workflow = workflows.find((candidate) => candidate.workflowId === workflowId);
        if (!workflow) throw new Refusal(404, 'WorkflowNotFound', `The workflow '${workflowId}' could not be found.`);
        authorize(searchParams.get('sig'), workflow.signature);
        if (request.method !== 'POST') throw new Refusal(405, 'MethodNotAllowed', 'This trigger takes POST only.');
        const { teamId, channelId } = workflow;
        messages.post({
          teamId,
          channelId,
          sender: { kind: 'workflow', displayName: 'Workflows' },
          contentType: 'html',
          ...messageOf(body, request.headers['content-type'] ?? ''),
        });
        response.writeHead(202, { 'x-ms-workflow-run-id': randomUUID() }).end();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        response.writeHead(error.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: { code: error.code, message: error.message } }));
      }
    },
  };
}

function authorize(given: string | null, expected: string): void {
  if (given === null) {
    throw new Refusal(
      401,
      'DirectApiAuthorizationRequired',
      'The request must be authenticated by its signature (sig).',
    );
  }
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (!timingSafeEqual(digest(given), digest(expected))) {
    throw new Refusal(401, 'AuthorizationFailed', 'The signature (sig) of the request is not valid.');
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= largestMessageBytes) chunks.push(chunk);
  }
  if (bytes > largestMessageBytes) {
    throw new Refusal(413, 'RequestEntityTooLarge', 'The message is larger than the 28 KB that Teams takes.');
  }
  return Buffer.concat(chunks);
}

function messageOf(body: Buffer, mediaType: string): { content: string; cards: CardAttachment[] } {
  if (!/^application\/json\s*(;|$)/i.test(mediaType)) throw mismatch("the content type must be 'application/json'");
  const message = fieldsOf(parsed(body), 'the body');
  if (message.type !== 'message') throw mismatch("'type' must be 'message'");
  if (!Array.isArray(message.attachments) || message.attachments.length === 0) {
    throw mismatch("'attachments' must be an array with at least one card");
  }
  const cards = message.attachments.map(cardOf);
  return { content: cards.map(({ id }) => `<attachment id="${id}"></attachment>`).join(''), cards };
}

function cardOf(entry: unknown): CardAttachment {
  const attachment = fieldsOf(entry, 'each attachment');
  if (attachment.contentType !== adaptiveCard) throw mismatch(`'contentType' must be '${adaptiveCard}'`);
  // Unlike Graph, a workflow takes the card itself, not its text.
  const card = fieldsOf(attachment.content, "'content'");
  if (card.type !== 'AdaptiveCard') throw mismatch("'content.type' must be 'AdaptiveCard'");
  return { id: randomUUID(), card };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw mismatch('the body must be JSON');
  }
}

function fieldsOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (!isFields(value)) throw mismatch(`${what} must be a JSON object`);
  return value;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mismatch(details: string): Refusal {
  const message = `The input body for trigger 'manual' of type 'Request' did not match its schema definition: ${details}.`;
  return new Refusal(400, 'TriggerInputSchemaMismatch', message);
}
