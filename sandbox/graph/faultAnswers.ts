import { isFields } from './bodyFields.ts';
import type { Fault } from './faults.ts';
import { GraphError } from './graphError.ts';
import type { GraphAnswer } from './graphRoute.ts';

/** An answer of which, where `cut` says so, only the first half is sent before the connection ends. */
export type SpoiledAnswer = GraphAnswer & { cut?: 'middle' };

const errorCodes: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'ResourceNotFound',
  503: 'ServiceUnavailable',
};

/** Refuses a request that a fault keeps from being answered at all. */
export function refuseWhenPlanned(fault: Fault | undefined): void {
  if (fault?.kind === 'throttled') {
    throw new GraphError(429, 'TooManyRequests', 'Too many requests. Retry later.', retryAfter(fault.retryAfter));
  }
  if (fault?.kind === 'failed') {
    throw new GraphError(fault.status, errorCodes[fault.status] ?? 'UnknownError', '', retryAfter(fault.retryAfter));
  }
  if (fault?.kind === 'paymentRequired') {
    const remedy = 'Ensure that your application is able to call this premium API.';
    const message = `Payment Required. ${remedy}For details see https://aka.ms/graph-metered-overview`;
    throw new GraphError(402, 'paymentRequired', message);
  }
  if (fault?.kind === 'locked') throw new GraphError(423, fault.code, 'The file is locked.');
  if (fault?.kind === 'tokenRefused') {
    throw new GraphError(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.');
  }
}

function retryAfter(wait: { seconds: number } | { date: Date } | undefined): Record<string, string> {
  if (!wait) return {};
  return { 'retry-after': 'seconds' in wait ? String(wait.seconds) : wait.date.toUTCString() };
}

/** The answer of a request that was carried out, as it arrives when a fault spoils the way back. */
export function spoiled(answer: GraphAnswer, fault: Fault | undefined): SpoiledAnswer {
  if (fault?.kind === 'dropped') return { ...answer, cut: 'middle' };
  if (fault?.kind === 'rewritten' && answer.body !== undefined) return { ...answer, body: fault.rewrite(answer.body) };
  if (!isFields(answer.body)) return answer;
  const { value, '@odata.nextLink': nextLink } = answer.body;
  if (fault?.kind === 'partial' && Array.isArray(value)) {
    const body = { ...answer.body, value: value.slice(0, Math.floor(value.length / 2)) };
    return { status: 206, body, headers: { warning: '199 - "Microsoft/Purview/504/30000"' } };
  }
  if (fault?.kind === 'foreignNextLink' && typeof nextLink === 'string') {
    const { pathname, search } = new URL(nextLink);
    return { ...answer, body: { ...answer.body, '@odata.nextLink': `${fault.origin}${pathname}${search}` } };
  }
  return answer;
}
