import { Secret } from '../../runtime/secret.ts';
import { UpstreamError } from '../../runtime/upstreamError.ts';
import { createAttempt, NoAnswer } from '../graph/createAttempt.ts';
import { retryAfterMs } from '../graph/retrying.ts';
import { inside, number, read, text } from '../vendorJson/readers.ts';
import { isRecord } from '../vendorJson/vendorRecord.ts';

/** How far a long-running job of SharePoint is. */
export type Progress =
  | { readonly state: 'running'; readonly percentComplete?: number; readonly retryAfterMs?: number }
  | { readonly state: 'completed' }
  | { readonly state: 'failed'; readonly reason: string }
  /** SharePoint tells nothing of it any more. */
  | { readonly state: 'gone' };

/** Looks at a job's monitor: an address with a credential of its own. */
export type LookAtMonitor = (address: Secret) => Promise<Progress>;

const sharePointHost = /^[a-z0-9-]+\.sharepoint(?:\.com|\.us|-mil\.us|\.cn)$/;

/**
 * The monitor that a `Location` header names; undefined when it leads anywhere else than to SharePoint or to
 * `graphOrigin`, since we would call whatever stands there.
 */
export function monitorAddress(location: string | undefined, graphOrigin: string): Secret | undefined {
  const url = URL.parse(location ?? '', graphOrigin);
  if (location === undefined || url === null || url.username !== '' || url.password !== '') return undefined;
  const isSharePoint = url.protocol === 'https:' && url.port === '' && sharePointHost.test(url.hostname);
  return isSharePoint || url.origin === graphOrigin ? new Secret(url.href) : undefined;
}

const timeoutMs = 10_000;

const statusShape = {
  status: text('status'),
  percentComplete: number('percentageComplete'),
  reason: text('statusDescription'),
  ...inside('error', { message: text('message'), code: text('code') }),
};

/**
 * Follows what https://learn.microsoft.com/graph/long-running-actions-overview describes. A monitor is asked without
 * Graph's token: it refuses one, and it is not Graph's host that would get it.
 */
export function createMonitor(fetch: typeof globalThis.fetch = globalThis.fetch): LookAtMonitor {
  const attempt = createAttempt(fetch);
  return async (address) => {
    const request = { url: address.reveal(), method: 'GET', headers: { accept: 'application/json' } };
    const answer = await attempt(request, timeoutMs).catch((error: unknown) => {
      if (error instanceof NoAnswer) throw away('it did not answer when it was asked how far the label is.', error);
      throw error;
    });
    const { status } = answer;
    // A finished job may lead on to what it made.
    if (status >= 300 && status < 400) return { state: 'completed' };
    if (status === 401 || status === 403 || status === 404 || status === 410) return { state: 'gone' };
    const waitMs = retryAfterMs(answer, Date.now());
    if (status >= 400) throw away(`it answered ${status} when it was asked how far the label is.`, undefined, waitMs);
    return progressOf(await answer.text(), waitMs);
  };
}

function progressOf(body: string, waitMs: number | undefined): Progress {
  const record = parsed(body);
  const { status, percentComplete, reason, message, code } = isRecord(record) ? read(statusShape, record) : {};
  if (status === 'completed') return { state: 'completed' };
  if (status === 'failed' || status === 'deleteFailed') {
    return { state: 'failed', reason: message ?? reason ?? code ?? 'SharePoint gave no reason.' };
  }
  return {
    state: 'running',
    ...(percentComplete !== undefined && { percentComplete }),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not a word about the job: it is as far as it was.
    return undefined;
  }
}

const away = (detail: string, cause?: unknown, waitMs?: number): UpstreamError =>
  new UpstreamError({
    service: 'SharePoint',
    kind: 'away',
    detail,
    cause,
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  });
