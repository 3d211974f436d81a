import { queueConsumer } from '../runtime/queueConsumer.ts';
import { type DrainDependencies, drainOnHint } from './drainOnHint.ts';
import { hintMessage, probeQueue } from './hints.ts';

export const probeSubscription = queueConsumer({
  name: 'ProbeSubscription',
  queue: probeQueue,
  description: 'Tries a subscription whose endpoint is in trouble, and delivers what waits once it is well.',
  message: hintMessage,
  run: (dependencies: DrainDependencies, message, run) => drainOnHint(dependencies, message, run),
});
