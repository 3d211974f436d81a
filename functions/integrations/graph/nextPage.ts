import { UpstreamError } from '../../runtime/upstreamError.ts';

export interface NextPage {
  /** Below the version, as `Graph` takes it. */
  readonly path: string;
  readonly continuation: string;
}

/**
 * Where a page's `@odata.nextLink` leads. A link that leaves the service is refused, since the token would go there.
 * `base` is the address of the service with its version, `asked` that of the page.
 */
export function nextPage(link: string, asked: URL, base: URL): NextPage {
  const target = URL.canParse(link, asked.href) ? new URL(link, asked) : undefined;
  if (!target) throw fault('it gave a next link that is not an address.');
  if (target.origin !== base.origin) throw fault(`it gave a next link to another host, ${target.host}.`);
  if (!target.pathname.startsWith(`${base.pathname}/`)) throw fault(`it gave a next link out of ${base.pathname}.`);
  return {
    path: target.pathname.slice(base.pathname.length),
    continuation: target.search.slice(1),
  };
}

const fault = (detail: string): UpstreamError =>
  new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail });
