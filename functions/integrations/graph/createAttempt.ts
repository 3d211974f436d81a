import { Problem } from '../../runtime/problem.ts';
import { UpstreamError } from '../../runtime/upstreamError.ts';

export interface GraphRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One step of the way of a request; each wraps the next. */
export type Send = (request: GraphRequest) => Promise<Response>;

/** A single HTTP attempt, not yet judged. */
export type Attempt = (request: GraphRequest, timeoutMs: number) => Promise<Response>;

/** An attempt that got no answer; whether to repeat it is for the retry policy to say. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly service: string;

  constructor(service: string, options: ErrorOptions) {
    super(`${service} did not answer.`, options);
    this.service = service;
  }
}

/** An answer that is larger than what is read of one: a repeat would only fetch it again. */
export class OversizedAnswer extends UpstreamError {
  constructor({ service, method }: { readonly service: string; readonly method: string }) {
    const effect = method === 'POST' ? 'unknown' : undefined;
    super({ service, kind: 'fault', detail: 'its answer is larger than 32 MB.', effect });
  }
}

const largestAnswerBytes = 32 * 1024 * 1024;
const bodilessStatuses = new Set([204, 205, 304]);

/** Sends a request once to a service and reads the whole answer: no redirects, a time limit, at most 32 MB. */
export const createAttempt =
  (fetch: typeof globalThis.fetch, service = 'Microsoft Graph'): Attempt =>
  async ({ url, method, headers, body }, timeoutMs) => {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const answer = await fetch(url, { method, headers, signal, redirect: 'manual', ...(body && { body }) });
      const bytes = await readBounded(answer, { service, method });
      const { status, statusText, headers: answered } = answer;
      return new Response(bodilessStatuses.has(status) ? null : bytes, { status, statusText, headers: answered });
    } catch (error) {
      // What a budget in front of the service says is no failure of the service.
      if (error instanceof UpstreamError || error instanceof Problem) throw error;
      throw new NoAnswer(service, { cause: error });
    }
  };

async function readBounded(
  { body, headers }: Response,
  asked: { readonly service: string; readonly method: string },
): Promise<Uint8Array<ArrayBuffer>> {
  if (!body) return new Uint8Array();
  if (Number(headers.get('content-length')) > largestAnswerBytes) {
    await body.cancel();
    throw new OversizedAnswer(asked);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop by an error cancels the stream, so the rest is never read.
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > largestAnswerBytes) throw new OversizedAnswer(asked);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}
