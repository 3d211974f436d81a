import { queueConsumer } from '../runtime/queueConsumer.ts';
import { type DrainDependencies, drainOnHint } from './drainOnHint.ts';
import { hintMessage, hintQueue } from './hints.ts';

export const drainSubscription = queueConsumer({
  name: 'DrainSubscription',
  queue: hintQueue,
  description: 'Delivers the events that a subscription has waiting; one in trouble is left to ProbeSubscription.',
  message: hintMessage,
  run: (dependencies: DrainDependencies, message, run) => drainOnHint(dependencies, message, run, 'when well'),
});
