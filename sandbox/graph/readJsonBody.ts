import type { IncomingMessage } from 'node:http';
import { GraphError } from './graphError.ts';

const largestBodyBytes = 4 * 1024 * 1024;

export interface JsonBody {
  value: unknown;
  bytes: number;
}

/** Reads a request's JSON body: 415 for another media type, 413 over 4 MB, 400 for faulty JSON. */
export async function readJsonBody(request: IncomingMessage): Promise<JsonBody> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= largestBodyBytes) chunks.push(chunk);
  }
  if (bytes > largestBodyBytes) throw new GraphError(413, 'RequestEntityTooLarge', 'The request body is too large.');
  if (bytes === 0) return { value: undefined, bytes };
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new GraphError(415, 'UnsupportedMediaType', "The content type must be 'application/json'.");
  }
  try {
    return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')), bytes };
  } catch {
    throw new GraphError(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
}
