import type { HostProcess } from '../hostProcess.ts';
import type { Passing } from './faultProxy.ts';
import type { Plant } from './plant.ts';

/** `before`: the request never has its effect. `after`: it has, and nobody hears of it. */
export type Phase = 'before' | 'after';

export interface ArmedKill {
  /** Resolves once the host has been killed, with the request at which it was. */
  readonly killed: Promise<Passing>;
  /** Requests that were counted so far. */
  readonly count: number;
  disarm(): void;
}

// Most looks into the queue find nothing, and are no boundary of anything.
const isLook = ({ service, method }: Passing): boolean => service === 'queues' && method === 'GET';

/**
 * Kills a host at its nth request from now on, on one side of the request's effect. What the host asks of blobs does not
 * count: those are the timers' own.
 */
export function armKill(plant: Plant, host: HostProcess, number: number, phase: Phase): ArmedKill {
  const { graph, tables, queues, callbacks } = plant.proxies;
  const proxies = [graph, tables, queues, callbacks];
  const killed = Promise.withResolvers<Passing>();
  const numbers = new WeakMap<Passing, number>();
  let count = 0;

  const disarm = (): void => {
    for (const proxy of proxies) {
      proxy.before = () => 'pass';
      proxy.after = () => 'pass';
    }
  };
  const kill = async (passing: Passing): Promise<'cut'> => {
    disarm();
    await plant.kill(host);
    killed.resolve(passing);
    return 'cut';
  };

  for (const proxy of proxies) {
    proxy.before = (passing) => {
      if (isLook(passing)) return 'pass';
      numbers.set(passing, ++count);
      return phase === 'before' && count === number ? kill(passing) : 'pass';
    };
    proxy.after = (passing, { body }) => {
      if (isLook(passing)) {
        if (!body.includes('<QueueMessage>')) return 'pass';
        return ++count === number ? kill(passing) : 'pass';
      }
      return phase === 'after' && numbers.get(passing) === number ? kill(passing) : 'pass';
    };
  }
  return {
    killed: killed.promise,
    get count() {
      return count;
    },
    disarm,
  };
}
