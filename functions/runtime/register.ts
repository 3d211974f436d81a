import type {
  HttpFunctionOptions,
  InvocationContext,
  StorageQueueFunctionOptions,
  TimerFunctionOptions,
} from '@azure/functions';
import { underCorrelationId } from './correlationId.ts';
import { type HttpOptions, httpHandler, type RouterDependencies } from './http.ts';
import type { Log } from './log.ts';
import type { Operation } from './operation.ts';
import type { QueueConsumer } from './queueConsumer.ts';
import { requireUnambiguousRoutes } from './routeOrder.ts';
import { structuredLog } from './structuredLog.ts';
import type { Timer } from './timer.ts';
import { validatorOf } from './validator.ts';

export interface Contents<D, S extends string> {
  readonly operations: readonly Operation<D>[];
  readonly timers: readonly Timer<D, S>[];
  readonly queueConsumers: readonly QueueConsumer<D>[];
}

export interface RegisterOptions<S extends string> {
  /** The schedules by the names of the settings that hold them; all settings will do. */
  readonly schedules: Readonly<Record<S, string>>;
  readonly bodyLimitBytes: number;
}

/** What is used of the `app` of @azure/functions. */
export interface App {
  http(name: string, options: HttpFunctionOptions): void;
  timer(name: string, options: TimerFunctionOptions): void;
  storageQueue(name: string, options: StorageQueueFunctionOptions): void;
}

type Lazy<T> = T | (() => Promise<T>);

/**
 * Registers everything with Azure Functions. Throws when names or routes collide. Dependencies given as a function are
 * made on the first call of any function, so that a cold start loads no more than it has to; the function that is given
 * back provides the same ones.
 */
export function register<D, S extends string>(
  app: App,
  { operations, timers, queueConsumers }: Contents<D, S>,
  dependencies: Lazy<D & RouterDependencies>,
  { schedules, bodyLimitBytes }: RegisterOptions<S>,
): () => Promise<D & RouterDependencies> {
  requireDistinctNames([
    ...operations.map(({ operationId }) => operationId),
    ...[...timers, ...queueConsumers].map(({ name }) => name),
  ]);
  requireUnambiguousRoutes(operations);
  const provide = kept(dependencies);
  for (const operation of operations) registerOperation(app, operation, { dependencies: provide, bodyLimitBytes });
  for (const timer of timers) registerTimer(app, timer, schedules[timer.schedule], provide);
  for (const consumer of queueConsumers) registerQueueConsumer(app, consumer, provide);
  return provide;
}

function requireDistinctNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    // The host compares function names without regard to case.
    const folded = name.toLowerCase();
    if (seen.has(folded)) throw new Error(`Two functions are named ${name}: rename one.`);
    seen.add(folded);
  }
}

/** Made once; a failure is not kept, so the next call tries again. */
function kept<T>(lazy: Lazy<T>): () => Promise<T> {
  if (!isFactory(lazy)) return async () => lazy;
  let made: Promise<T> | undefined;
  return () => {
    made ??= lazy().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

const isFactory = <T>(lazy: Lazy<T>): lazy is () => Promise<T> => typeof lazy === 'function';

function registerOperation<D>(app: App, operation: Operation<D>, options: HttpOptions<D>): void {
  app.http(operation.operationId, {
    methods: [operation.method],
    route: operation.path.slice(1),
    // Tokens are verified in code, for every operation alike.
    authLevel: 'anonymous',
    handler: httpHandler(operation, options),
  });
}

function registerTimer<D>(app: App, timer: Timer<D>, schedule: string, provide: () => Promise<D>): void {
  app.timer(timer.name, {
    schedule,
    handler: (_tick, context) =>
      guarded(timer.name, context, async (log, correlationId) => {
        await timer.run(await provide(), { correlationId, log });
      }),
  });
}

function registerQueueConsumer<D>(app: App, consumer: QueueConsumer<D>, provide: () => Promise<D>): void {
  const validate = validatorOf(consumer.message, 'message');
  app.storageQueue(consumer.name, {
    queueName: consumer.queue,
    connection: 'AzureWebJobsStorage',
    handler: (entry, context) =>
      guarded(consumer.name, context, async (log, correlationId) => {
        const faults = validate(entry);
        if (faults.length > 0) {
          // To throw would bring it back, five times, to fail again.
          log.warn('Dropped a queue message that does not fit its schema.', { queue: consumer.queue, faults });
          return;
        }
        // Its schema has just admitted it.
        await consumer.run(await provide(), entry as never, { correlationId, log });
      }),
  });
}

async function guarded(
  name: string,
  context: InvocationContext,
  run: (log: Log, correlationId: string) => Promise<void>,
): Promise<void> {
  const correlationId = context.invocationId;
  const log = structuredLog(context, { correlationId, function: name });
  try {
    await underCorrelationId(correlationId, () => run(log, correlationId));
  } catch (error) {
    log.error('A function failed.', { error });
    // The host writes down what it is thrown as it stands, so it is not thrown the error itself, which may hold secrets.
    throw new Error(`${name} failed; its log line has the correlation id ${correlationId}.`);
  }
}
