import { randomUUID } from 'node:crypto';
import { teams } from '../contoso/teams.ts';
import { isObject, type Json, type JsonObject } from '../flows/expression/json.ts';
import type { MessageStore } from '../teams/messageStore.ts';
import { expectInputs } from './expectInputs.ts';
import type { OpenQuestions } from './openQuestions.ts';
import { inputsOf, partsOfCard } from './partsOfCard.ts';
import { addressesOf, personOf, responderOf } from './people.ts';
import { ConnectorRefusal, type SimulatedConnector } from './simulatedOperation.ts';

/** A message or card that the Flow bot sent to a person. */
export interface ChatMessage {
  readonly to: string;
  readonly content: string;
  readonly card?: JsonObject;
}

interface MicrosoftTeams {
  readonly questions: OpenQuestions;
  readonly messages: MessageStore;
  readonly chats: ChatMessage[];
}

const text = { type: 'string', minLength: 1 };
const largestMessageBytes = 28 * 1024;
const locations = ['Channel', 'Chat with Flow bot'];
const pathParameters = [
  { name: 'poster', in: 'path', values: ['Flow bot'] },
  { name: 'location', in: 'path', values: locations },
] as const;
const anyBody = {
  type: 'object',
  required: ['recipient', 'messageBody'],
  // A person's address, or a team and a channel.
  properties: { recipient: {}, messageBody: text },
};

/** https://learn.microsoft.com/connectors/teams */
export const microsoftTeams = ({ questions, messages, chats }: MicrosoftTeams): SimulatedConnector => {
  const post = (recipient: Json | undefined, content: string, card?: JsonObject): string => {
    if (Buffer.byteLength(content) > largestMessageBytes)
      throw new ConnectorRefusal(413, 'The message is larger than the 28 KB that Teams takes.');
    const person = typeof recipient === 'string' ? recipient : isObject(recipient) ? recipient.to : undefined;
    if (typeof person === 'string') {
      for (const address of addressesOf(person)) {
        chats.push({ to: personOf(address).userPrincipalName, content, ...(card && { card }) });
      }
      return randomUUID();
    }
    const { teamId, channelId } = channelOf(recipient);
    const attachment = card && { id: randomUUID(), card };
    return messages.post({
      teamId,
      channelId,
      sender: { kind: 'workflow', displayName: 'Flow bot' },
      contentType: 'html',
      content: attachment ? `<attachment id="${attachment.id}"></attachment>` : content,
      cards: attachment ? [attachment] : [],
    }).id;
  };

  return {
    api: 'shared_teams',
    title: 'Microsoft Teams',
    operations: [
      {
        operationId: 'PostMessageToConversation',
        summary: 'Post message in a chat or channel',
        path: '/beta/teams/conversation/message/poster/{poster}/location/{location}',
        pathParameters,
        body: { name: 'body', schema: anyBody },
        answer({ path, body }) {
          expectLocation(path.location, body.recipient);
          return { status: 201, body: { id: post(body.recipient, String(body.messageBody)) } };
        },
      },
      {
        operationId: 'PostCardToConversation',
        summary: 'Post card in a chat or channel',
        path: '/v1.0/teams/conversation/adaptivecard/poster/{poster}/location/{location}',
        pathParameters,
        body: { name: 'body', schema: anyBody },
        answer({ path, body }) {
          expectLocation(path.location, body.recipient);
          const card = cardOf(body.messageBody);
          return { status: 201, body: { id: post(body.recipient, String(body.messageBody), card) } };
        },
      },
      {
        operationId: 'PostCardAndWaitForResponse',
        summary: 'Post adaptive card and wait for a response',
        path: '/v1.0/teams/conversation/gatherinput/poster/{poster}/location/{location}/$subscriptions',
        pathParameters,
        body: {
          name: 'body',
          schema: {
            type: 'object',
            required: ['notificationUrl', 'body'],
            properties: {
              notificationUrl: { ...text, 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' },
              body: { type: 'object' },
            },
            additionalProperties: false,
          },
        },
        notification: { type: 'object' },
        answer({ path, body }) {
          const { recipient, messageBody = null } = isObject(body.body) ? body.body : {};
          expectLocation(path.location, recipient);
          const card = cardOf(messageBody);
          const choices = buttonsOf(card);
          if (choices.length === 0)
            throw new ConnectorRefusal(400, 'A card that is waited for needs an action Action.Submit.');
          const messageId = post(recipient, String(messageBody), card);
          const person = isObject(recipient) ? recipient.to : undefined;
          questions.ask({
            kind: 'card',
            title: titleOf(card),
            askedOf:
              typeof person === 'string' ? addressesOf(person).map((one) => personOf(one).userPrincipalName) : [],
            choices: choices.map(({ title }) => title),
            inputs: inputsOf(card).map(({ id }) => String(id)),
            details: { card },
            notificationUrl: String(body.notificationUrl),
            notification: ({ choice, by, data = {} }) => {
              expectInputs(card, data);
              return {
                responseTime: new Date().toISOString(),
                responder: responderOf(personOf(by)),
                // The connector tells the title of the button, and its data merged with the inputs.
                submitActionId: choice,
                messageId,
                data: { ...choices.find(({ title }) => title === choice)?.data, ...data },
              };
            },
          });
          return { status: 201, body: {} };
        },
      },
    ],
  };
};

function expectLocation(location: string | undefined, recipient: Json | undefined): void {
  const isPerson = typeof recipient === 'string' || (isObject(recipient) && recipient.to !== undefined);
  if (isPerson !== (location === 'Chat with Flow bot'))
    throw new ConnectorRefusal(400, `The recipient does not fit the location '${location}'.`);
}

function channelOf(recipient: Json | undefined): { teamId: string; channelId: string } {
  const { groupId, channelId } = isObject(recipient) ? recipient : {};
  const team = Object.values(teams).find(({ id }) => id === groupId);
  const channel = Object.values(team?.channels ?? {}).find(({ id }) => id === channelId);
  if (!team || !channel)
    throw new ConnectorRefusal(404, `There is no channel '${String(channelId)}' in the team '${String(groupId)}'.`);
  if (channel.membershipType === 'private')
    throw new ConnectorRefusal(403, 'The Flow bot is not a member of the private channel.');
  return { teamId: team.id, channelId: channel.id };
}

function cardOf(messageBody: Json | undefined): JsonObject {
  const card = parsed(String(messageBody));
  if (!isObject(card) || card.type !== 'AdaptiveCard')
    throw new ConnectorRefusal(400, "The card is not valid: it must be the JSON text of an 'AdaptiveCard'.");
  const aimless = partsOfCard(card).find(({ type, url }) => type === 'Action.OpenUrl' && !isAddress(url));
  if (aimless) throw new ConnectorRefusal(400, `The card is not valid: '${String(aimless.title)}' opens no address.`);
  return card;
}

const isAddress = (url: Json | undefined): boolean => typeof url === 'string' && URL.canParse(url);

function parsed(json: string): Json {
  try {
    return JSON.parse(json);
  } catch {
    throw new ConnectorRefusal(400, 'The card is not valid JSON.');
  }
}

function buttonsOf(card: JsonObject): readonly { readonly title: string; readonly data: JsonObject }[] {
  const actions = Array.isArray(card.actions) ? card.actions : [];
  return actions
    .filter(isObject)
    .filter(({ type }) => type === 'Action.Submit')
    .map(({ title, data }) => ({ title: String(title), data: isObject(data) ? data : {} }));
}

function titleOf(card: JsonObject): string {
  const blocks = Array.isArray(card.body) ? card.body.filter(isObject) : [];
  return String(blocks.find(({ type }) => type === 'TextBlock')?.text ?? 'A card');
}
