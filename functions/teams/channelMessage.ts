import { randomUUID } from 'node:crypto';
import type { AdaptiveCard } from './adaptiveCard.ts';
import { plainText } from './plainText.ts';

export interface ChannelMessageParts {
  /** Plain text; what looks like HTML in it is shown as it is. */
  readonly text?: string;
  readonly subject?: string;
  readonly importance?: 'normal' | 'high' | 'urgent';
  readonly card?: AdaptiveCard;
}

/** A `chatMessage` as Graph takes it: https://learn.microsoft.com/graph/api/channel-post-messages. */
export interface ChannelMessage {
  readonly subject?: string;
  readonly importance?: 'normal' | 'high' | 'urgent';
  readonly body: { readonly contentType: 'html'; readonly content: string };
  readonly attachments?: readonly { readonly id: string; readonly contentType: string; readonly content: string }[];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const toHtml = (text: string): string =>
  plainText(text)
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replaceAll('\n', '<br>');

/** Builds the message: the text on top, the card below it. */
export const channelMessage = ({ text, card, subject, importance }: ChannelMessageParts): ChannelMessage => {
  const id = randomUUID();
  const html = text === undefined ? '' : `<div>${toHtml(text)}</div>`;
  return {
    ...(subject !== undefined && { subject: plainText(subject) }),
    ...(importance !== undefined && { importance }),
    body: { contentType: 'html', content: card === undefined ? html : `${html}<attachment id="${id}"></attachment>` },
    ...(card !== undefined && {
      // Graph wants the card as a text within the JSON, other than the Workflows webhook.
      attachments: [{ id, contentType: 'application/vnd.microsoft.card.adaptive', content: JSON.stringify(card) }],
    }),
  };
};
