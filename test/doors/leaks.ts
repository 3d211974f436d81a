import type { BackEnd } from '../backEnd.ts';
import { storageText } from './storageText.ts';

interface Searched {
  readonly backEnd: Pick<BackEnd, 'stdout' | 'stderr'>;
  readonly connectionString: string;
  /** The texts of all answers. */
  readonly answers: readonly string[];
  /** By what they are. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Any JSON Web Token: the callers', and those that Entra ID gave us. */
const token = /ey[\w-]{16,}\.ey[\w-]{16,}\./;

/** Where which secret can be read: in the log, the answers or the storage of a back end. */
export async function leaks({ backEnd, connectionString, answers, secrets }: Searched): Promise<readonly string[]> {
  const places = {
    'the log': backEnd.stdout() + backEnd.stderr(),
    'an answer': answers.join('\n'),
    storage: await storageText(connectionString),
  };
  return Object.entries(places).flatMap(([place, held]) => [
    ...Object.entries(secrets).flatMap(([what, text]) => (held.includes(text) ? [`${what} is in ${place}`] : [])),
    ...(token.test(held) ? [`a token is in ${place}`] : []),
  ]);
}
