import { randomBytes } from 'node:crypto';
import { api } from '../../sandbox/contoso/applications.ts';
import { teams } from '../../sandbox/contoso/teams.ts';
import { azurite } from '../azurite.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { createExisting, type Existing } from '../existing.ts';
import { leaks } from './leaks.ts';
import { noSchedule } from './noSchedule.ts';
import { type CallAs, createCallAs } from './ownerMatrix.ts';

/** A back end whose doors are tried, and what there is behind them. */
export interface OpenDoors {
  readonly backEnd: BackEnd;
  readonly existing: Existing;
  readonly connectionString: string;
  readonly callAs: CallAs;
  /** The texts of answers, to look for secrets in. */
  readonly answers: string[];
  /** Where which secret can be read. */
  leaks(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts it, without timers, with all that examples speak of. */
export async function openDoors(): Promise<OpenDoors> {
  const encryptionKey = randomBytes(32).toString('base64');
  const { connectionString } = await azurite();
  const backEnd = await startBackEnd({
    ...noSchedule,
    ENCRYPTION_KEYS: encryptionKey,
    EDISCOVERY_CALLS_PER_MINUTE: '1000',
  });
  const existing = await createExisting(backEnd);
  const webhook = new URL(backEnd.teams.webhookUrl(teams.securityOperations.channels.general.id));
  const answers: string[] = [];
  const secrets = {
    'a callback’s signature': existing.signature,
    'the client secret': api.clientSecret,
    'the encryption key': encryptionKey,
    'the signature of the Teams webhook': webhook.searchParams.get('sig') ?? webhook.href,
  };
  return {
    backEnd,
    existing,
    connectionString,
    callAs: createCallAs(connectionString, encryptionKey),
    answers,
    leaks: () => leaks({ backEnd, connectionString, answers, secrets }),
    async close() {
      await existing.close();
      await backEnd.stop();
    },
  };
}
