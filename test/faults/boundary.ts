import { setTimeout as delay } from 'node:timers/promises';
import type { Passing } from './faultProxy.ts';
import type { Proxies, Service } from './proxies.ts';

/** `before`: the request never has its effect. `after`: it has, and nobody hears of it. */
export type Phase = 'before' | 'after';

/** All but blobs, which hold the timers' own. */
export const counted = [
  'graph',
  'activityFeed',
  'entra',
  'keyVault',
  'tables',
  'queues',
  'callbacks',
] as const satisfies readonly Service[];

type Counted = (typeof counted)[number];

/** The nth request from now on, of those to one service where one is named. */
export interface Boundary {
  readonly number: number;
  readonly service?: Counted;
  readonly phase: Phase;
}

export interface ArmedKill {
  /** Resolves once the host has been killed, with the request at which it was. */
  readonly killed: Promise<Passing>;
  disarm(): void;
}

// Every other POST is this slow to arrive, so that cursors are saved while one has had no effect yet.
const slowMs = 150;

// Most looks into the queue find nothing, and are no boundary of anything.
const isLook = ({ service, method }: Passing): boolean => service === 'queues' && method === 'GET';

/** Kills a host at one request, on one side of the request's effect. */
export function armKill(proxies: Proxies, kill: () => Promise<void>, boundary: Boundary): ArmedKill {
  const { number, phase } = boundary;
  const killed = Promise.withResolvers<Passing>();
  const numbers = new WeakMap<Passing, number>();
  let count = 0;
  let posts = 0;

  const disarm = (): void => {
    for (const service of counted) {
      proxies[service].before = () => 'pass';
      proxies[service].after = () => 'pass';
    }
  };
  const strike = async (passing: Passing): Promise<'cut'> => {
    disarm();
    await kill();
    killed.resolve(passing);
    return 'cut';
  };

  for (const service of counted) {
    const isCounted = service === (boundary.service ?? service);
    proxies[service].before = (passing) => {
      if (isLook(passing)) return 'pass';
      if (isCounted) numbers.set(passing, ++count);
      if (phase === 'before' && numbers.get(passing) === number) return strike(passing);
      return service === 'callbacks' && ++posts % 2 === 0 ? delay(slowMs, 'pass') : 'pass';
    };
    proxies[service].after = (passing, { body }) => {
      if (isLook(passing)) {
        if (!isCounted || !body.includes('<QueueMessage>')) return 'pass';
        return ++count === number ? strike(passing) : 'pass';
      }
      return phase === 'after' && numbers.get(passing) === number ? strike(passing) : 'pass';
    };
  }
  return { killed: killed.promise, disarm };
}
