import type { ServerResponse } from 'node:http';
import type { HttpCookie, TypedData } from './coreTypes.ts';

/** Sends what a function returned: 204 when that is nothing. */
export function sendResult(response: ServerResponse, result: TypedData | null | undefined): void {
  if (!result?.http) {
    response.writeHead(204).end();
    return;
  }
  const { statusCode, headers = {}, cookies = [], body } = result.http;
  response.statusCode = Number(statusCode ?? 200);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  for (const cookie of cookies) response.appendHeader('set-cookie', setCookie(cookie));
  response.end(body?.bytes);
}

const sameSite = { lax: 'lax', strict: 'strict', explicitNone: 'none' };

/** A cookie in the order and with the defaults of the real host's server. */
function setCookie(cookie: HttpCookie): string {
  const attributes = [`${cookie.name}=${encodeURIComponent(cookie.value)}`];
  if (cookie.expires?.value) attributes.push(`expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  if (cookie.maxAge?.value !== undefined) attributes.push(`max-age=${Math.trunc(cookie.maxAge.value)}`);
  if (cookie.domain?.value) attributes.push(`domain=${cookie.domain.value}`);
  attributes.push(`path=${cookie.path?.value ?? '/'}`);
  if (cookie.secure?.value) attributes.push('secure');
  if (cookie.sameSite && cookie.sameSite !== 'none') attributes.push(`samesite=${sameSite[cookie.sameSite]}`);
  if (cookie.httpOnly?.value) attributes.push('httponly');
  return attributes.join('; ');
}
