import { randomBytes } from 'node:crypto';
import type { Application } from '../contoso/applications.ts';
import { findUser, type User, users } from '../contoso/users.ts';
import { delegatedClaims } from './accessToken.ts';
import { type Authority, requireApplication, requireParameter } from './authority.ts';
import { EntraError } from './entraError.ts';
import { parseScope } from './scope.ts';

/** Where the browser goes next, or the page that asks who signs in. */
export type AuthorizeAnswer = { location: string } | { page: string };

const codeLifetimeMs = 10 * 60 * 1000;

/**
 * Signs in the person of `login_hint` without asking, and sends an authorization code to the client's redirect URI;
 * without a hint it answers a page to choose from. Throws what may not be told to an unproven redirect URI.
 */
export function authorize(authority: Authority, query: URLSearchParams): AuthorizeAnswer {
  const application = requireApplication(requireParameter(query, 'client_id'));
  const redirectUri = requireRegistered(application, requireParameter(query, 'redirect_uri'));
  const answer = new URL(redirectUri);
  const isFragment = query.get('response_mode') === 'fragment';
  const parameters = isFragment ? new URLSearchParams() : answer.searchParams;
  try {
    const hint = query.get('login_hint');
    if (!hint) return { page: userPicker(query) };
    parameters.set('code', grantCode(authority, application, redirectUri, requireUser(hint), query));
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    // At this endpoint consent is something to interact about, where the token endpoint calls it a faulty grant.
    parameters.set('error', error.code === 65001 ? 'consent_required' : error.error);
    parameters.set('error_description', error.description);
  }
  const state = query.get('state');
  if (state !== null) parameters.set('state', state);
  if (isFragment) answer.hash = parameters.toString();
  return { location: answer.href };
}

function grantCode(
  authority: Authority,
  application: Application,
  redirectUri: string,
  user: User,
  query: URLSearchParams,
): string {
  if (query.get('response_type') !== 'code') {
    throw new EntraError(700051, "The sandbox issues authorization codes only: send response_type 'code'.");
  }
  if (!['query', 'fragment'].includes(query.get('response_mode') ?? 'query')) {
    throw new EntraError(90023, "Invalid request: the sandbox's response modes are 'query' and 'fragment'.");
  }
  const scope = requireParameter(query, 'scope');
  // Consent is checked before a code is given, as Entra does, by the rules of the token that the code will buy.
  delegatedClaims(authority, { application, proof: 'none' }, user, parseScope(scope));
  const codeChallenge = query.get('code_challenge') ?? undefined;
  if (codeChallenge !== undefined && query.get('code_challenge_method') !== 'S256') {
    throw new EntraError(90023, "Invalid request: the code_challenge_method must be 'S256'.");
  }
  if (codeChallenge === undefined && application.clientSecret === undefined) {
    throw new EntraError(9002325, 'Proof Key for Code Exchange is required of a public client.');
  }
  const nonce = query.get('nonce') ?? undefined;
  const code = randomBytes(48).toString('base64url');
  authority.codes.set(code, {
    clientId: application.clientId,
    redirectUri,
    user,
    scope,
    ...(codeChallenge !== undefined && { codeChallenge }),
    ...(nonce !== undefined && { nonce }),
    expiresAt: Date.now() + codeLifetimeMs,
    isRedeemed: false,
  });
  return code;
}

function requireRegistered(application: Application, redirectUri: string): string {
  if (application.redirectUris.includes(redirectUri)) return redirectUri;
  throw new EntraError(
    50011,
    `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${application.clientId}'.`,
  );
}

function requireUser(hint: string): User {
  const user = findUser(hint);
  if (!user) throw new EntraError(50034, `The user account ${hint} does not exist in the directory.`);
  return user;
}

function userPicker(query: URLSearchParams): string {
  const entries = Object.values<User>(users).map((user) => {
    const signedIn = new URLSearchParams(query);
    signedIn.set('login_hint', user.userPrincipalName);
    const href = `?${signedIn}`.replaceAll('&', '&amp;');
    return `<li><a href="${href}">${user.displayName}</a>, ${user.jobTitle}</li>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title><h1>Who signs in?</h1><ul>${entries.join('')}</ul></html>`;
}
