const mostBytes = 32 * 1024;
const mark = '… [cut]';
const room = new Uint8Array(mostBytes - Buffer.byteLength(mark));
const encoder = new TextEncoder();

/** The text itself, or its beginning and a mark when it is longer than 32 KB. */
export function boundedText(given: string): string {
  // Half of a surrogate pair would make whoever encodes the text for an address throw.
  const text = given.toWellFormed();
  if (text.length * 3 <= mostBytes || Buffer.byteLength(text) <= mostBytes) return text;
  // `read` ends before a character that does not fit as a whole.
  const { read } = encoder.encodeInto(text, room);
  return text.slice(0, read) + mark;
}
