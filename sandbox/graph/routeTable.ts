import { badRequest, GraphError } from './graphError.ts';
import type { GraphRoute } from './graphRoute.ts';

export type FoundRoute =
  | { kind: 'route'; route: GraphRoute; params: Readonly<Record<string, string>> }
  | { kind: 'none'; error: GraphError };

export type FindRoute = (method: string, path: string) => FoundRoute;

/** Finds the route of a request below its version; a path that Graph does not know is a 400, a wrong method a 405. */
export function createRouteTable(routes: readonly GraphRoute[]): FindRoute {
  const table = routes.map((route) => ({ route, pattern: route.path.split('/').slice(1) }));
  return (method, path) => {
    const segments = decodedSegments(path);
    if (!segments) return { kind: 'none', error: badRequest('The path is not encoded properly.') };
    const methods: string[] = [];
    for (const { route, pattern } of table) {
      const params = paramsOf(pattern, segments);
      if (params && route.method === method) return { kind: 'route', route, params };
      if (params) methods.push(route.method);
    }
    return { kind: 'none', error: methods.length > 0 ? methodNotAllowed(methods) : unknownSegment(segments) };
  };
}

function methodNotAllowed(methods: readonly string[]): GraphError {
  const message = 'Specified HTTP method is not allowed for the request target.';
  return new GraphError(405, 'Request_BadRequest', message, { allow: methods.join(', ') });
}

function unknownSegment(segments: readonly string[]): GraphError {
  return badRequest(`Resource not found for the segment '${segments.at(-1) ?? ''}'.`);
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (expected.startsWith('{')) {
      if (segment === '') return undefined;
      params[expected.slice(1, -1)] = segment;
    } else if (expected.toLowerCase() !== segment.toLowerCase()) {
      return undefined;
    }
  }
  return params;
}

function decodedSegments(path: string): string[] | undefined {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
