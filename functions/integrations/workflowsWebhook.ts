import { fetch, type Response } from 'undici';
import type { Secret } from '../runtime/secret.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import { retryAfterMs } from './graph/retrying.ts';
import { neverConnected } from './neverConnected.ts';
import type { WorkflowsMessage } from './workflowsMessage.ts';
import { isWorkflowsUrl, type WorkflowsHosts } from './workflowsUrl.ts';

const service = 'Teams Workflows webhook';

/** A Teams channel behind a workflow that starts with "When a Teams webhook request is received". */
export interface WorkflowsWebhook {
  /**
   * Posts once: whether a post that was not answered went through cannot be known, so it is never repeated here.
   * Throws UpstreamError when the workflow did not take the message.
   */
  post(message: WorkflowsMessage): Promise<void>;
}

export interface WorkflowsWebhookOptions {
  /** The address holds its own credential (`sig`), so no error and no log line shows it. */
  readonly url: Secret;
  readonly hosts?: WorkflowsHosts;
  readonly timeoutMs?: number;
}

type Verdict = Pick<UpstreamError, 'kind'> & { readonly detail: string; readonly effect?: 'unknown' };

const verdict = (status: number): Verdict => {
  if (status === 429) return { kind: 'throttled', detail: 'The workflow is called too often. Try again later.' };
  if ([401, 403, 404, 410].includes(status)) {
    return {
      kind: 'fault',
      detail: `The webhook is no longer valid (${status}). An administrator must renew it: see that the workflow exists, is on and lets anyone trigger it, and set TEAMS_WEBHOOK_URL to its current address.`,
    };
  }
  if (status >= 500 && status !== 503)
    return { kind: 'fault', detail: `The workflow failed (${status}).`, effect: 'unknown' };
  const failed = status === 503 ? 'is not available' : 'did not take the message';
  return { kind: 'fault', detail: `The workflow ${failed} (${status}).` };
};

const refusal = (answer: Response): UpstreamError => {
  const waitMs = retryAfterMs(answer, Date.now());
  const requestId = answer.headers.get('x-ms-request-id');
  return new UpstreamError({
    service,
    ...verdict(answer.status),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    ...(requestId !== null && { requestId }),
  });
};

const away = (cause: unknown, timeoutMs: number): UpstreamError => {
  if (neverConnected(cause))
    return new UpstreamError({ service, kind: 'away', detail: 'The workflow was not reached.', cause });
  const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError';
  const detail = timedOut
    ? `The workflow did not answer within ${timeoutMs / 1_000} s`
    : 'The workflow broke off without an answer';
  return new UpstreamError({
    service,
    kind: 'away',
    detail: `${detail}. Look into the channel before you post again: the card may be there.`,
    effect: 'unknown',
    cause,
  });
};

/** Opens the webhook; throws when the address is none of Power Automate's. */
export const workflowsWebhook = ({
  url,
  hosts = 'workflows',
  timeoutMs = 30_000,
}: WorkflowsWebhookOptions): WorkflowsWebhook => {
  if (!isWorkflowsUrl(url.reveal(), hosts)) {
    throw new Error(
      'TEAMS_WEBHOOK_URL is not the address of a workflow. Copy it from the trigger "When a Teams webhook request is received".',
    );
  }
  return {
    async post(message) {
      const answer = await fetch(url.reveal(), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((cause: unknown) => {
        throw away(cause, timeoutMs);
      });
      // The status says all: the rest of the answer is not read, and how it ends changes nothing.
      await answer.body?.cancel().catch(() => undefined);
      if (answer.status !== 200 && answer.status !== 202) throw refusal(answer);
    },
  };
};
