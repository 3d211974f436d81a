import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './caller.ts';

export type GraphMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a listing is about to read; given to the hook that runs before every page. */
export interface PageAboutToBeRead {
  route: string;
  skip: number;
  top: number;
}

/** One authenticated and permitted request, as a route's handler sees it. */
export interface GraphCall {
  /** Scheme and host as the caller wrote them, so that links lead back through a proxy that the caller used. */
  origin: string;
  /** The path below the version, without query. */
  path: string;
  route: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: unknown;
  /** Size of the request's body on the wire. */
  bodyBytes: number;
  caller: Caller;
  param(name: string): string;
  beforePage(page: PageAboutToBeRead): Promise<void>;
}

/** What faults and counts call a route: `GET /security/alerts_v2`, `GET /beta/security/…`. */
export const nameOfRoute = ({ method, version, path }: Pick<GraphRoute, 'method' | 'version' | 'path'>): string =>
  `${method} ${version === undefined ? '' : `/${version}`}${path}`;

export interface GraphAnswer {
  status: number;
  body?: unknown;
  /** A file, in place of a body; its content type is among the headers. */
  bytes?: Uint8Array;
  headers?: Readonly<Record<string, string>>;
}

/** Permission names that open a route, from Graph's published map, the higher ones included; none: not supported. */
export interface RoutePermissions {
  delegated: readonly string[];
  application: readonly string[];
}

/** One method on one path of Graph, `{name}` standing for a path parameter. */
export interface GraphRoute {
  /** Left out: v1.0. */
  version?: 'beta';
  method: GraphMethod;
  path: string;
  permissions: RoutePermissions;
  answer(call: GraphCall): GraphAnswer | Promise<GraphAnswer>;
}

/** True when this very request asks for enum members that are newer than `unknownFutureValue`. */
export function wantsUnknownEnumMembers(headers: IncomingHttpHeaders): boolean {
  const preferences = [headers.prefer ?? []].flat().join(',');
  return preferences.split(',').some((preference) => preference.trim() === 'include-unknown-enum-members');
}
