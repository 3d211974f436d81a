import { Problem } from '../../runtime/problem.ts';
import { UpstreamError } from '../../runtime/upstreamError.ts';
import { retryAfterMs } from '../graph/retrying.ts';
import { isRecord } from '../vendorJson/vendorRecord.ts';

export const feedService = 'Office 365 Management Activity API';

/** The feed's own code of an error, such as AF20022; absent when a gateway in front of it answered. */
export interface FeedError {
  readonly code?: string;
  readonly message?: string;
}

/** What an error's body says. */
export const feedError = (body: unknown): FeedError => {
  // Errors of the service stand under `error`, those of its gateway do not.
  const error = isRecord(body) ? (isRecord(body.error) ? body.error : body) : {};
  const [code, message] = [error.code ?? error.Code, error.message ?? error.Message];
  return {
    ...(typeof code === 'string' && { code: code.slice(0, 40) }),
    ...(typeof message === 'string' && { message: message.slice(0, 1_000) }),
  };
};

/** What an answer other than a success means to the one who asked. */
export const feedFault = (answer: Response, { code, message }: FeedError, now: number): Problem | UpstreamError => {
  const { status } = answer;
  const said = message ? `It says: ${message}` : `It answered ${status} and gave no reason.`;
  const waitMs = retryAfterMs(answer, now);
  const upstream = (kind: 'throttled' | 'fault' | 'away', detail: string) =>
    new UpstreamError({
      service: feedService,
      kind,
      detail,
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    });
  if (status === 429 || code === 'AF429') return upstream('throttled', 'it asks for fewer calls.');
  if (code === 'AF10001' || status === 401 || status === 403) {
    return new Problem(
      'UpstreamRefused',
      `The app may lack the ActivityFeed.Read permission on the Office 365 Management APIs: an administrator must grant it to the app's identity. Where DLP.All alone is refused, ActivityFeed.ReadDlp as well. ${said}`,
    );
  }
  if (code === 'AF20023') {
    return new Problem(
      'NotConfigured',
      `An administrator disabled the subscription to this content in the tenant, and must enable it again. ${said}`,
    );
  }
  if (status === 503 || status === 504) return upstream('away', `it answered ${status}.`);
  return upstream('fault', `it answered ${status}${code === undefined ? '' : ` (${code})`}. ${said}`);
};
