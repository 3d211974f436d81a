import type { Log } from './log.ts';
import type { Infer, ObjectSchema } from './schema.ts';

export interface QueueRun {
  readonly correlationId: string;
  readonly log: Log;
}

export interface QueueConsumerDefinition<M extends ObjectSchema, D> {
  /** PascalCase; the function's name in Azure. */
  readonly name: string;
  readonly queue: string;
  readonly description: string;
  readonly message: M;
  readonly run: (dependencies: D, message: Infer<M>, run: QueueRun) => Promise<void>;
}

export interface QueueConsumer<D> extends Omit<QueueConsumerDefinition<ObjectSchema, D>, 'run'> {
  readonly run: (dependencies: D, message: never, run: QueueRun) => Promise<void>;
}

/** Declares what is done with a message of a storage queue; a message that does not fit its schema is refused. */
export const queueConsumer = <const M extends ObjectSchema, D>(
  definition: QueueConsumerDefinition<M, D>,
): QueueConsumer<D> => definition as unknown as QueueConsumer<D>;
