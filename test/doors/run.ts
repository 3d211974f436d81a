import { randomBytes } from 'node:crypto';
import { api } from '../../sandbox/contoso/applications.ts';
import { teams } from '../../sandbox/contoso/teams.ts';
import { azurite } from '../azurite.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { createExisting } from '../existing.ts';
import { allOperations, roleOperations } from '../tableOfContents.ts';
import { badRequestSweep } from './badRequestSweep.ts';
import { badTokens } from './badTokens.ts';
import { refusedCallbacks } from './callbackAddresses.ts';
import { addressFields, callbackSweep } from './callbackSweep.ts';
import { type Canary, startCanary } from './canary.ts';
import { hostileTextSweep } from './hostileTextSweep.ts';
import { hostileTexts } from './hostileTexts.ts';
import { hostileUpstream } from './hostileUpstream.ts';
import { inProduction } from './inProduction.ts';
import { leaks } from './leaks.ts';
import { noSchedule } from './noSchedule.ts';
import { createCallAs, ownerCalls, ownerMatrix } from './ownerMatrix.ts';
import type { Findings } from './sweep.ts';
import { tokenMatrix } from './tokenMatrix.ts';

const faults: string[] = [];

async function door(name: string, sweeping: () => Promise<Findings>): Promise<void> {
  const startedMs = performance.now();
  const found = await sweeping();
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  console.log(`${name}: ${found.tried} tried, ${found.faults.length} got through or broke something, ${seconds} s`);
  faults.push(...found.faults.map((fault) => `${name}: ${fault}`));
}

function require(what: string, faultsFound: readonly string[]): void {
  console.log(`${what}: ${faultsFound.length}`);
  faults.push(...faultsFound);
}

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const requests = Number(process.env.REQUESTS ?? 2_500);
const encryptionKey = randomBytes(32).toString('base64');
const { connectionString } = await azurite();
const canary: Canary = await startCanary();
const answers: string[] = [];

const secretsOf = (backEnd: BackEnd, signature: string) => ({
  'a callback’s signature': signature,
  'the client secret': api.clientSecret,
  'the encryption key': encryptionKey,
  'the signature of the Teams webhook':
    new URL(backEnd.teams.webhookUrl(teams.securityOperations.channels.general.id)).searchParams.get('sig') ?? '',
});

console.log(
  `${allOperations.length} operations, ${roleOperations.length} of them for a role; ${badTokens.length} tokens; ${refusedCallbacks.length} addresses for ${addressFields.length} inputs; ${Object.keys(hostileTexts).length} texts; seed ${seed}.`,
);

const backEnd = await startBackEnd({ ...noSchedule, ENCRYPTION_KEYS: encryptionKey });
const existing = await createExisting(backEnd);
try {
  await door('Bad tokens at every operation', () => tokenMatrix(backEnd));
  console.log(`Fetches of signing keys meanwhile: ${backEnd.entra.requests.of('discovery/v2.0/keys')}`);
  await door('What belongs to somebody, for everybody else', async () =>
    ownerMatrix(createCallAs(connectionString, encryptionKey), await ownerCalls(existing)),
  );
  await door('Bad requests made from the schemas', () => badRequestSweep(backEnd, { requests, seed, answers }));
  await door('Texts that mean harm in every place', () => hostileTextSweep(backEnd, existing, answers));
  await door('Answers of Graph that mean harm', () =>
    hostileUpstream({ backEnd, existing, canaryOrigin: `http://localhost:${canary.port}` }),
  );
  require('Secrets in logs, answers and storage', await leaks({
    backEnd,
    connectionString,
    answers,
    secrets: secretsOf(backEnd, existing.signature),
  }));
} finally {
  await existing.close();
  await backEnd.stop();
}

const deployed = await startBackEnd({ ...noSchedule, ...inProduction, ENCRYPTION_KEYS: encryptionKey });
try {
  await door('Addresses that no callback may have, in every input', () => callbackSweep(deployed, answers));
  require('Secrets after the addresses', await leaks({
    backEnd: deployed,
    connectionString,
    answers,
    secrets: { 'the signature of an address': 'sig=canary' },
  }));
} finally {
  await deployed.stop();
}
require('Connections to canaries', Array.from({ length: canary.connections }, () => 'A canary was reached.'));
await canary.close();

for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
