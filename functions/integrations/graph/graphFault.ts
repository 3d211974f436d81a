import { Problem } from '../../runtime/problem.ts';
import { UpstreamError } from '../../runtime/upstreamError.ts';
import type { Needs } from './graph.ts';
import { lockedFile } from './lockedFile.ts';
import { retryAfterMs } from './retrying.ts';

export interface FaultContext {
  readonly identity: 'person' | 'app';
  readonly needs: Needs | undefined;
  /** Of a call that failed on its way, which cannot be repeated without having its effect again. */
  readonly effect: 'unknown' | undefined;
  readonly now: number;
}

// The service, or a gateway in front of it, failed after it had taken the call.
const failedOnItsWay = new Set([206, 500, 502, 504]);

/** What an answer other than a complete success means to the one who asked. */
export async function graphFault(answer: Response, context: FaultContext): Promise<Problem | UpstreamError> {
  const { status } = answer;
  const { message, requestId, codes } = await readError(answer);
  const said = message ? `Microsoft Graph says: ${message}` : `Microsoft Graph answered ${status} and gave no reason.`;
  const waitMs = retryAfterMs(answer, context.now);
  const upstream = (kind: 'throttled' | 'fault' | 'away', detail: string) =>
    new UpstreamError({
      service: 'Microsoft Graph',
      kind,
      detail,
      ...(context.effect && failedOnItsWay.has(status) && { effect: context.effect }),
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
      ...(requestId !== undefined && { requestId }),
    });
  switch (status) {
    case 400:
      return new Problem('InvalidInput', said);
    case 401:
    case 403:
      return new Problem('UpstreamRefused', `${lacking(context)} ${said}`);
    case 402:
      return new Problem(
        'NotConfigured',
        `This call is metered and billing is not set up for it: an administrator must link an Azure subscription to the app registration that calls Graph (https://aka.ms/graph-metered-overview). ${said}`,
      );
    case 404:
      return new Problem('NotFound', said);
    case 409:
    case 412:
      return new Problem('Conflict', `Read it again and repeat. ${said}`);
    case 423:
      return lockedFile(codes, said);
    case 429:
      return upstream('throttled', 'it asks for fewer calls.');
    case 206:
      return upstream('fault', 'it answered with a part of the data only.');
    case 503:
    case 504:
      return upstream('away', `it answered ${status}.`);
    default:
      if (status >= 300 && status < 400) return upstream('fault', `it redirected the call to ${host(answer)}.`);
      return upstream('fault', `it answered ${status}. ${said}`);
  }
}

function lacking({ identity, needs }: FaultContext): string {
  const permission = needs ? `the ${needs.permission} permission` : 'a permission';
  const besides = needs?.besides ? ` ${needs.besides}` : '';
  if (identity === 'app')
    return `The app may lack ${permission}: an administrator must grant it to the app's identity.${besides}`;
  const role = needs?.role ? `a Microsoft Entra role such as ${needs.role}` : 'a role';
  return `The person may lack ${role}, or the app ${permission} with admin consent: an administrator must grant it.${besides}`;
}

function host(answer: Response): string {
  const location = answer.headers.get('location') ?? '';
  return URL.canParse(location) ? new URL(location).host : 'another address';
}

interface ReadError {
  readonly message?: string;
  readonly requestId?: string;
  /** From the outermost to the innermost: workloads put the telling one in different places. */
  readonly codes: readonly string[];
}

async function readError(answer: Response): Promise<ReadError> {
  const error = member(parsed(await answer.text()), 'error');
  const message = member(error, 'message') || member(error, 'code');
  const requestId = answer.headers.get('request-id') ?? member(member(error, 'innerError'), 'request-id');
  return {
    ...(typeof message === 'string' && { message: message.slice(0, 1_000) }),
    ...(typeof requestId === 'string' && { requestId }),
    codes: codesOf(error),
  };
}

const deepestCode = 5;

function codesOf(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== 'object' || error === null || depth === deepestCode) return [];
  const code = member(error, 'code');
  const inner = member(error, 'innerError') ?? member(error, 'innererror');
  return [...(typeof code === 'string' ? [code] : []), ...codesOf(inner, depth + 1)];
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Gateways in front of Graph answer in HTML; the status alone then says what is known.
    return undefined;
  }
}
