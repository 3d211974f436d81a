import type { SignedIn } from '../entra/signIn.ts';

/** The back end's `GET /api/health/backlog`, as far as it is shown here. */
export interface Backlog {
  sources: { source: string; headSequence: number; watermark?: string; lastPolledAt?: string }[];
  totals: { pending: number; inFlight: number; deadLetters: number };
}

export async function readBacklog(backEnd: string, connection: SignedIn): Promise<Backlog> {
  const response = await fetch(`${backEnd}/api/health/backlog`, {
    headers: { authorization: `Bearer ${await connection.accessToken()}` },
    signal: AbortSignal.timeout(10_000),
  });
  const body: unknown = await response.json();
  if (!response.ok || !isBacklog(body)) throw new Error(`The back end's backlog answered ${response.status}.`);
  return body;
}

function isBacklog(value: unknown): value is Backlog {
  return typeof value === 'object' && value !== null && 'sources' in value && 'totals' in value;
}
