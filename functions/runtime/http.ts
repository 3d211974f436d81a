import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Authorize } from './authorization.ts';
import type { Caller } from './caller.ts';
import { correlationHeader, correlationIdOf, underCorrelationId } from './correlationId.ts';
import { failureReply } from './failureReply.ts';
import { type Begun, type IdempotencyStore, requestHash } from './idempotency.ts';
import type { Log } from './log.ts';
import { type Invocation, idempotencyKey, type Operation, type UntypedReply } from './operation.ts';
import { parameterReader } from './parameterReader.ts';
import { type FieldFault, Problem } from './problem.ts';
import { readRequestBody } from './requestBody.ts';
import { structuredLog } from './structuredLog.ts';
import { UpstreamError } from './upstreamError.ts';
import { validatorOf } from './validator.ts';

/** What the router itself needs, beside what the handlers declare. */
export interface RouterDependencies {
  readonly authorize: Authorize;
  readonly idempotency: IdempotencyStore;
}

export interface HttpOptions<D> {
  readonly dependencies: () => Promise<D & RouterDependencies>;
  readonly bodyLimitBytes: number;
}

/**
 * Serves one operation: authorizes, checks parameters and body, keeps repeated calls harmless, runs the handler, and
 * turns whatever comes of it, faults included, into an answer. The handler it returns never throws.
 */
export function httpHandler<D>(operation: Operation<D>, { dependencies, bodyLimitBytes }: HttpOptions<D>): HttpHandler {
  const read = inputReader(operation, bodyLimitBytes);
  return async (request, context) => {
    const startedMs = performance.now();
    const correlationId = correlationIdOf(request.headers);
    const log = structuredLog(context, { correlationId, function: operation.operationId });
    let response: HttpResponseInit;
    try {
      const provided = await dependencies();
      const caller = await provided.authorize(request.headers.get('authorization'), operation.access);
      const input = await read(request);
      // The one place where an operation's own types, erased in lists of operations, meet what its schemas admitted.
      const invocation = { ...input, caller, correlationId, log } as unknown as Invocation<never, never, never>;
      const handle = () => operation.handler(provided, invocation);
      const run = async () => declared(operation, await underCorrelationId(correlationId, handle));
      const call = keyedCall(operation, caller, input);
      const reply = call === undefined ? await run() : await once(provided.idempotency, call, run, log);
      response = toResponse(reply, correlationId);
    } catch (error) {
      const failure = failureReply(error, correlationId);
      logFailure(log, failure.status, error);
      response = toResponse(failure, correlationId);
    }
    log.info('Answered a call.', { status: response.status, durationMs: Math.round(performance.now() - startedMs) });
    return response;
  };
}

interface Input {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly key: string | undefined;
}

function inputReader<D>(
  { parameters, body, repeat }: Operation<D>,
  bodyLimitBytes: number,
): (request: HttpRequest) => Promise<Input> {
  const readParameters = parameterReader(parameters);
  const readKey = parameterReader(
    repeat === 'key' ? { [idempotencyKey.name]: { ...idempotencyKey.schema, in: 'header' } } : {},
  );
  const bodyFaults = body && validatorOf(body, 'body');
  return async (request) => {
    const value = bodyFaults && (await readRequestBody(request, bodyLimitBytes));
    const read = readParameters(request);
    const key = readKey({ params: {}, query: new URLSearchParams(), headers: request.headers });
    refuse([...read.faults, ...key.faults, ...(bodyFaults?.(value) ?? [])]);
    return { parameters: read.values, body: value, key: key.values[idempotencyKey.name]?.toString() };
  };
}

function refuse(faults: readonly FieldFault[]): void {
  if (faults.length === 0) return;
  const detail = faults.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new Problem('InvalidInput', detail, { faults });
}

function keyedCall<D>({ operationId }: Operation<D>, caller: Caller | undefined, { key, parameters, body }: Input) {
  if (key === undefined) return undefined;
  const scope = [operationId, caller?.tenantId, caller?.objectId].join('/');
  return { scope, key, requestHash: requestHash({ parameters, body }) };
}

async function once(
  store: IdempotencyStore,
  call: Parameters<IdempotencyStore['begin']>[0],
  run: () => Promise<UntypedReply>,
  log: Log,
): Promise<UntypedReply> {
  const begun = await store.begin(call);
  if (begun.state === 'replay') return begun.reply;
  if (begun.state !== 'new') throw repeatRefused(begun.state);
  let reply: UntypedReply;
  try {
    reply = await run();
  } catch (error) {
    const mayHaveHappened = error instanceof UpstreamError && error.effect === 'unknown';
    await (mayHaveHappened ? begun.doubt() : begun.abandon()).catch((cause: unknown) =>
      log.warn('Could not note how a keyed call failed.', { cause }),
    );
    throw error;
  }
  // The effect has happened: to answer with a failure now would invite a repeat of it.
  await begun
    .finish(reply)
    .catch((cause: unknown) => log.error('Could not keep the answer of a keyed call.', { cause }));
  return reply;
}

function repeatRefused(state: Exclude<Begun['state'], 'new' | 'replay'>): Problem {
  switch (state) {
    case 'conflict':
      return new Problem('IdempotencyKeyReused', 'Use a new Idempotency-Key for this input, or send the first input.');
    case 'running':
      return new Problem(
        'IdempotencyKeyInUse',
        'Wait for the first call to end, then repeat this one for its answer.',
        { retryAfterSeconds: 5 },
      );
    case 'unknown':
      return new Problem(
        'OutcomeUnknown',
        'The first call with this Idempotency-Key was never answered, so it may have taken effect. Look whether it did; where it did not, repeat it with a new key.',
      );
    case 'answerNotKept':
      return new Problem(
        'AnswerNotKept',
        'The first call with this Idempotency-Key was carried out; its answer was too large to keep. Read what it changed, and do not repeat it.',
      );
  }
}

function declared<D>({ operationId, responses }: Operation<D>, reply: UntypedReply): UntypedReply {
  if (responses[reply.status] !== undefined) return reply;
  throw new Error(`${operationId} answered ${reply.status}, which it does not declare.`);
}

function toResponse({ status, headers, body }: UntypedReply, correlationId: string): HttpResponseInit {
  const all = new Headers({
    'Cache-Control': 'no-store',
    ...headers,
    'X-Content-Type-Options': 'nosniff',
    [correlationHeader]: correlationId,
  });
  if (body === undefined) return { status, headers: all };
  // An operation that declares its own content type, such as a page or a file, writes its own text.
  if (typeof body === 'string' && all.has('content-type')) return { status, headers: all, body };
  all.set('content-type', 'application/json; charset=utf-8');
  return { status, headers: all, body: JSON.stringify(body) };
}

function logFailure(log: Log, status: number, error: unknown): void {
  if (error instanceof Problem) {
    log.info('Refused a call.', { code: error.code, faults: error.faults.map(({ field }) => field) });
  } else if (status === 500) {
    log.error('A call failed.', { error });
  } else {
    log.warn('A service behind this one failed a call.', { error });
  }
}
