import { MIMEType } from 'node:util';
import type { HttpRequest } from '@azure/functions';
import secureJson from 'secure-json-parse';
import { exceededJsonLimit } from './jsonLimits.ts';
import { invalid, Problem } from './problem.ts';

// Far above any input of ours; low enough that a walk over the parsed value, ours or the validator's, stays cheap.
const jsonLimits = { depth: 32, members: 10_000 };

/**
 * The parsed JSON body of a request; `{}` for an empty one, since a flow may send none where every field is left
 * blank. Throws a `Problem`: 415 for anything but plain JSON, 413 above the limit, 400 for faulty or hostile JSON.
 */
export async function readRequestBody(request: Pick<HttpRequest, 'headers' | 'body'>, limitBytes: number) {
  // Before the first byte is read: a caller that says it is too large is believed.
  if (Number(request.headers.get('content-length')) > limitBytes) throw tooLarge(limitBytes);
  refuseEncodings(request.headers);
  const bytes = await readBytes(request.body, limitBytes);
  if (bytes.length === 0) {
    // The Functions host passes on bodies with a Content-Length only; a chunked one must not count as left out.
    if (request.headers.has('transfer-encoding'))
      throw invalid('body', 'must come with a Content-Length, not in chunks');
    return {};
  }
  refuseOtherMediaTypes(request.headers);
  return parse(bytes);
}

function refuseEncodings(headers: HttpRequest['headers']): void {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '') {
    throw new Problem('UnsupportedMediaType', 'Send the body as it is, without Content-Encoding.');
  }
}

function refuseOtherMediaTypes(headers: HttpRequest['headers']): void {
  const contentType = headers.get('content-type');
  if (contentType === null || !isJson(contentType)) {
    throw new Problem('UnsupportedMediaType', 'Send the body as application/json in UTF-8.');
  }
}

function isJson(contentType: string): boolean {
  try {
    const type = new MIMEType(contentType);
    const charset = type.params.get('charset')?.toLowerCase() ?? 'utf-8';
    return type.essence === 'application/json' && (charset === 'utf-8' || charset === 'utf8');
  } catch {
    // Not a media type at all.
    return false;
  }
}

async function readBytes(body: HttpRequest['body'], limitBytes: number): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop by a throw cancels the stream, so an endless body is not read to its end.
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(bytes: Uint8Array): unknown {
  const exceeded = exceededJsonLimit(bytes, jsonLimits);
  if (exceeded === 'depth') throw invalid('body', `must not be nested more than ${jsonLimits.depth} levels deep`);
  if (exceeded === 'members') {
    throw invalid('body', `must not hold more than ${jsonLimits.members} fields and list items`);
  }
  const text = decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('body', 'must be valid JSON');
  }
  if (typeof value === 'object' && value !== null && secureJson.scan(value, { safe: true }) === null) {
    throw invalid('body', 'must not name __proto__ or constructor.prototype');
  }
  const illFormed = illFormedIn(value, 'body');
  if (illFormed !== undefined) {
    throw invalid(illFormed, 'must hold whole characters: half of a surrogate pair is none, such as half an emoji');
  }
  return value;
}

/** The first field whose text escapes spell, and UTF-8 cannot: it fits into no address and no table. */
function illFormedIn(value: unknown, field: string): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : field;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${field}[${name}]` : field === 'body' ? name : `${field}.${name}`;
    const found = name.isWellFormed() ? illFormedIn(member, at) : field;
    if (found !== undefined) return found;
  }
  return undefined;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid('body', 'must be encoded as UTF-8');
  }
}

const tooLarge = (limitBytes: number): Problem =>
  new Problem('TooLarge', `Send a body of at most ${limitBytes} bytes.`);
