import { tenant } from '../contoso/tenant.ts';
import type { CardAttachment, ChannelMessage, MessageStore } from '../teams/messageStore.ts';
import { fieldsOf, isFields, memberOf, stringOf } from './bodyFields.ts';
import { badRequest, GraphError } from './graphError.ts';
import type { GraphRoute } from './graphRoute.ts';
import { channelOf, teamOf } from './teamsAndChannels.ts';
import { signedInUser } from './users.ts';

const largestMessageBytes = 28 * 1024;
const adaptiveCard = 'application/vnd.microsoft.card.adaptive';
const knownProperties = new Set(['body', 'attachments', 'subject', 'importance', 'mentions']);

/** `/teams/{id}/channels/{id}/messages`: posting for a person; an app alone may only import, which is not simulated. */
export function channelMessageRoutes(messages: MessageStore): GraphRoute[] {
  return [
    {
      method: 'POST',
      path: '/teams/{teamId}/channels/{channelId}/messages',
      permissions: { delegated: ['ChannelMessage.Send', 'Group.ReadWrite.All'], application: [] },
      answer(call) {
        const team = teamOf(call);
        const channel = channelOf(call, team);
        if (call.bodyBytes > largestMessageBytes) {
          throw new GraphError(413, 'RequestEntityTooLarge', 'The message is larger than 28 KB.');
        }
        const user = signedInUser(call);
        const message = messages.post({
          ...messageOf(call.body),
          teamId: team.id,
          channelId: channel.id,
          sender: { kind: 'user', userId: user.id, displayName: user.displayName },
        });
        const context = `teams('${team.id}')/channels('${encodeURIComponent(channel.id)}')/messages/$entity`;
        return {
          status: 201,
          body: { '@odata.context': `${call.origin}/v1.0/$metadata#${context}`, ...chatMessage(message, user.id) },
        };
      },
    },
  ];
}

function messageOf(requestBody: unknown): Pick<ChannelMessage, 'subject' | 'contentType' | 'content' | 'cards'> {
  const fields = fieldsOf(requestBody);
  const unknown = Object.keys(fields).find((name) => !knownProperties.has(name));
  if (unknown !== undefined) throw badRequest(`The property '${unknown}' cannot be set on a new message.`);
  const body = fieldsOf(fields.body);
  const contentType = memberOf('body.contentType', body.contentType ?? 'text', ['html', 'text']);
  const content = stringOf('body.content', body.content);
  const cards = cardsOf(fields.attachments ?? []);
  for (const { id } of cards) {
    if (contentType !== 'html' || !content.includes(`<attachment id="${id}"></attachment>`)) {
      throw badRequest(`The body must be html and hold <attachment id="${id}"></attachment> for the attachment.`);
    }
  }
  if (content.trim() === '') throw badRequest('Missing body content.');
  const { subject } = fields;
  return { contentType, content, cards, ...(typeof subject === 'string' && { subject }) };
}

function cardsOf(attachments: unknown): CardAttachment[] {
  if (!Array.isArray(attachments)) throw badRequest("The property 'attachments' must be an array.");
  return attachments.map((entry: unknown) => {
    const attachment = fieldsOf(entry);
    if (attachment.contentType !== adaptiveCard) {
      throw badRequest(`Attachments of type '${attachment.contentType}' are not simulated; send ${adaptiveCard}.`);
    }
    if (attachment.contentUrl !== undefined && attachment.contentUrl !== null) {
      throw badRequest("The property 'contentUrl' of a card must be null.");
    }
    return { id: stringOf('attachments.id', attachment.id), card: cardOf(attachment.content) };
  });
}

function cardOf(content: unknown): CardAttachment['card'] {
  // Unlike a workflow's webhook, Graph takes the card as JSON text.
  const text = stringOf('attachments.content', content);
  try {
    const card: unknown = JSON.parse(text);
    if (isFields(card) && card.type === 'AdaptiveCard') return card;
  } catch {
    // Falls through to the same refusal.
  }
  throw badRequest("The property 'attachments.content' must be an adaptive card as JSON text.");
}

function chatMessage(message: ChannelMessage, userId: string): Readonly<Record<string, unknown>> {
  const { id, teamId, channelId, createdDateTime, sender, subject, contentType, content, cards } = message;
  return {
    id,
    replyToId: null,
    etag: id,
    messageType: 'message',
    createdDateTime,
    lastModifiedDateTime: createdDateTime,
    lastEditedDateTime: null,
    deletedDateTime: null,
    subject: subject ?? null,
    summary: null,
    chatId: null,
    importance: 'normal',
    locale: 'en-us',
    webUrl: `https://teams.microsoft.com/l/message/${encodeURIComponent(channelId)}/${id}?groupId=${teamId}&tenantId=${tenant.id}`,
    policyViolation: null,
    eventDetail: null,
    from: {
      application: null,
      device: null,
      user: {
        '@odata.type': '#microsoft.graph.teamworkUserIdentity',
        id: userId,
        displayName: sender.displayName,
        userIdentityType: 'aadUser',
        tenantId: tenant.id,
      },
    },
    body: { contentType, content },
    channelIdentity: { teamId, channelId },
    attachments: cards.map((card) => ({
      id: card.id,
      contentType: adaptiveCard,
      contentUrl: null,
      content: JSON.stringify(card.card),
      name: null,
      thumbnailUrl: null,
      teamsAppId: null,
    })),
    mentions: [],
    reactions: [],
  };
}
