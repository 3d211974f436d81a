/** How deep and how large a JSON document may be before it is parsed. */
export interface JsonLimits {
  readonly depth: number;
  /** Object members and array items, over the whole document. */
  readonly members: number;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * The first limit that a JSON document in UTF-8 exceeds, if any. One pass without recursion, so that a document which
 * would overflow the stack of whoever walks it later is refused before it is parsed. Whether it is JSON is not decided.
 */
export function exceededJsonLimit(bytes: Uint8Array, limits: JsonLimits): keyof JsonLimits | undefined {
  let depth = 0;
  let members = 0;
  let inText = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inText) {
      if (byte === backslash) index += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) {
      inText = true;
    } else if (byte === openBracket || byte === openBrace) {
      depth += 1;
      members += 1;
      if (depth > limits.depth) return 'depth';
    } else if (byte === closeBracket || byte === closeBrace) {
      depth -= 1;
    } else if (byte === comma) {
      members += 1;
    }
    if (members > limits.members) return 'members';
  }
  return undefined;
}
