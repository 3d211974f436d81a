/** Who wrote a message: a person through Graph, or a workflow through its webhook. */
export type MessageSender =
  | { kind: 'user'; userId: string; displayName: string }
  | { kind: 'workflow'; displayName: string };

export interface CardAttachment {
  /** What `<attachment id="…">` in the content refers to. */
  id: string;
  card: Readonly<Record<string, unknown>>;
}

export interface NewChannelMessage {
  teamId: string;
  channelId: string;
  sender: MessageSender;
  subject?: string;
  contentType: 'html' | 'text';
  content: string;
  cards: readonly CardAttachment[];
}

export interface ChannelMessage extends NewChannelMessage {
  /** Milliseconds since 1970, as Teams counts its messages; unique and growing. */
  id: string;
  createdDateTime: string;
}

/** The messages of every channel, oldest first; what Graph and the workflows write, and the page shows. */
export interface MessageStore {
  post(message: NewChannelMessage): ChannelMessage;
  inChannel(channelId: string): readonly ChannelMessage[];
  /** Calls the listener with every later message until the returned function is called. */
  watch(listener: (message: ChannelMessage) => void): () => void;
}

export function createMessageStore(now: () => Date = () => new Date()): MessageStore {
  const byChannel = new Map<string, ChannelMessage[]>();
  const listeners = new Set<(message: ChannelMessage) => void>();
  let lastId = 0;
  return {
    post(message) {
      const at = now();
      lastId = Math.max(lastId + 1, at.getTime());
      const stored = { ...message, id: String(lastId), createdDateTime: at.toISOString() };
      const channel = byChannel.get(message.channelId) ?? [];
      byChannel.set(message.channelId, channel);
      channel.push(stored);
      for (const listener of listeners) listener(stored);
      return stored;
    },
    inChannel: (channelId) => byChannel.get(channelId) ?? [],
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
