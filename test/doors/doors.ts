import { azurite } from '../azurite.ts';
import { startBackEnd } from '../backEnd.ts';
import type { Figure } from '../faults/figure.ts';
import type { Scenario } from '../faults/scenario.ts';
import { roleOperations } from '../tableOfContents.ts';
import { badRequestSweep } from './badRequestSweep.ts';
import { addressFields, callbackSweep } from './callbackSweep.ts';
import { startCanary } from './canary.ts';
import { hostileTextSweep } from './hostileTextSweep.ts';
import { hostileUpstream } from './hostileUpstream.ts';
import { inProduction } from './inProduction.ts';
import { leaks } from './leaks.ts';
import { noSchedule } from './noSchedule.ts';
import { openDoors } from './openDoors.ts';
import { ownerCalls, ownerMatrix } from './ownerMatrix.ts';
import { slowPatterns } from './slowPatterns.ts';
import type { Findings } from './sweep.ts';
import { tokenMatrix } from './tokenMatrix.ts';

const badRequests = 2_500;
/** Of the texts, each so manyth goes into each place: all of them would take a quarter of an hour. */
const textStep = 4;
const fewestTokens = 60;
const fewestAddresses = 150;

/** What one door was tried with, and that nothing got through it; what did is printed. */
function figuresOf(name: string, { tried, faults }: Findings, fewest: number): readonly Figure[] {
  for (const fault of faults) console.log(`  ${fault}`);
  return [
    { name: `${name}: tried`, measured: tried, goal: { atLeast: fewest } },
    { name: `${name}: accepted, or answered with 500`, measured: faults.length, goal: { atMost: 0 } },
  ];
}

function none(name: string, found: readonly string[]): Figure {
  for (const one of found) console.log(`  ${one}`);
  return { name, measured: found.length, goal: { atMost: 0 } };
}

/** Every door of the back end, with everything that must not get through it. */
export const doors: Scenario = {
  name: 'doors',
  title: 'bad tokens, owners, input, addresses and answers at every door',
  async run({ seed }) {
    const canary = await startCanary();

    const tried = async (): Promise<readonly Figure[]> => {
      const doors = await openDoors();
      const { backEnd, existing } = doors;
      const canaryOrigin = `http://localhost:${canary.port}`;
      try {
        const startedMs = performance.now();
        const tokens = await tokenMatrix(backEnd);
        const mostFetches = 1 + Math.ceil((performance.now() - startedMs) / 30_000);
        const fetches = backEnd.entra.requests.of('discovery/v2.0/keys');
        const strangers = await ownerMatrix(doors.callAs, await ownerCalls(existing));
        const requests = await badRequestSweep(backEnd, { requests: badRequests, seed, answers: doors.answers });
        const texts = await hostileTextSweep(backEnd, existing, doors.answers, textStep);
        const upstream = await hostileUpstream({ backEnd, existing, canaryOrigin });
        return [
          ...figuresOf('bad tokens', tokens, fewestTokens * roleOperations.length),
          { name: 'fetches of signing keys meanwhile', measured: fetches, goal: { atMost: mostFetches } },
          ...figuresOf('strangers', strangers, 30),
          ...figuresOf('bad requests', requests, 2_000),
          ...figuresOf('texts that mean harm', texts, 1_000),
          ...figuresOf('answers of Graph that mean harm', upstream, 1_000),
          none('secrets in logs, answers and storage', await doors.leaks()),
        ];
      } finally {
        await doors.close();
      }
    };

    const inProductionToo = async (): Promise<readonly Figure[]> => {
      const backEnd = await startBackEnd({ ...noSchedule, ...inProduction });
      const answers: string[] = [];
      const secrets = { 'the signature of an address': 'sig=canary' };
      try {
        const { connectionString } = await azurite();
        const addresses = await callbackSweep(backEnd, answers);
        return [
          ...figuresOf('addresses', addresses, fewestAddresses * addressFields.length),
          none(
            'their secrets in logs, answers and storage',
            await leaks({ backEnd, connectionString, answers, secrets }),
          ),
        ];
      } finally {
        await backEnd.stop();
      }
    };

    try {
      return [
        ...(await tried()),
        ...(await inProductionToo()),
        ...figuresOf('regular expressions', await slowPatterns(), 100),
        { name: 'connections to canaries', measured: canary.connections, goal: { atMost: 0 } },
      ];
    } finally {
      await canary.close();
    }
  },
};
