import { Problem } from '../runtime/problem.ts';

/** What Teams takes for a message with everything in it: text, card and envelope. */
export const messageLimitBytes = 28 * 1_024;

/** Bytes of a message as it goes over the wire. */
export const messageBytes = (message: object): number => Buffer.byteLength(JSON.stringify(message));

/** Hands the message on, or refuses it as `TooLarge`. */
export const withinMessageLimit = <M extends object>(message: M): M => {
  const bytes = messageBytes(message);
  if (bytes > messageLimitBytes) {
    throw new Problem(
      'TooLarge',
      `The message would be ${bytes} bytes and Teams takes at most ${messageLimitBytes}, the card and its envelope included. Shorten the text or drop parts of the card.`,
    );
  }
  return message;
};
