import { isLoopbackHost } from '../runtime/loopbackHost.ts';
import { invalid, Problem } from '../runtime/problem.ts';

export interface CallbackRules {
  /** Such as `.logic.azure.com`: whole labels at the end of the host's name. */
  readonly hostSuffixes: readonly string[];
  /** Lets plain loopback addresses through as well, on any port. */
  readonly allowsLoopback: boolean;
}

// Letters, digits and hyphens (RFC 1123), and no letters of other scripts: URL parsers let through what no name holds.
const plainName = /^(?:(?!xn--)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/;

const refuse = (message: string): never => {
  throw invalid('notificationUrl', message);
};

/** The parsed callback URL, or a problem that says what is wrong with it; the URL itself is in neither. */
export const checkedCallback = (text: string, { hostSuffixes, allowsLoopback }: CallbackRules): URL => {
  if (/[^\x21-\x7e]|[\\#]/.test(text)) refuse('must be plain ASCII without white space, backslash or fragment.');
  const url = URL.canParse(text) ? new URL(text) : refuse('must be an absolute URL.');
  if (url.username || url.password) refuse('must hold no user name or password.');
  // The parser would make one host out of many spellings; an honest address needs none of them.
  const [, host = ''] = /^[a-z]+:\/\/([^/?]*?)(?::\d+)?(?:[/?]|$)/.exec(text.toLowerCase()) ?? [];
  if (host !== url.hostname) refuse('must spell its host plainly.');
  if (allowsLoopback && isLoopbackHost(url.hostname) && /^https?:$/.test(url.protocol)) return url;
  if (url.protocol !== 'https:') refuse('must begin with https://.');
  if (url.port !== '') refuse('must use port 443.');
  if (!plainName.test(url.hostname)) refuse('must be on a host with a plain name.');
  if (!hostSuffixes.some((suffix) => url.hostname.endsWith(suffix) && url.hostname.length > suffix.length))
    refuse(`must be on a host that ends in ${hostSuffixes.join(' or ')}.`);
  return url;
};

/** Whether an address that was admitted once still would be. */
export const isAdmitted = (text: string, rules: CallbackRules): boolean => {
  try {
    checkedCallback(text, rules);
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return false;
  }
};
