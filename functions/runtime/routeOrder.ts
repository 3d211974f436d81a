import type { Operation } from './operation.ts';

type Route = Pick<Operation<never>, 'operationId' | 'method' | 'path'>;

/**
 * Throws when a request could reach the wrong one of two operations. The Functions host has no ranking by specificity:
 * it tries routes in the order of their function names, and the first that matches the path and the method wins.
 */
export function requireUnambiguousRoutes(routes: readonly Route[]): void {
  const faults = routes.flatMap((one, index) => routes.slice(index + 1).flatMap((other) => fault(one, other) ?? []));
  if (faults.length > 0) throw new Error(`Routes are ambiguous:\n${faults.join('\n')}`);
}

function fault(one: Route, other: Route): string | undefined {
  if (one.method !== other.method || !overlap(one.path, other.path)) return undefined;
  const pair = `${one.operationId} (${one.method} ${one.path}) and ${other.operationId} (${other.path})`;
  const oneIsNarrower = narrower(one.path, other.path);
  if (oneIsNarrower === narrower(other.path, one.path)) return `${pair} match the same requests: change a path.`;
  const [narrow, wide] = oneIsNarrower ? [one, other] : [other, one];
  if (sortsBefore(narrow.operationId, wide.operationId)) return undefined;
  return `${pair}: ${wide.operationId} would be tried first and take the requests of ${narrow.operationId}: change a path.`;
}

const segmentsOf = (path: string): string[] => path.toLowerCase().split('/').slice(1);
const isParameter = (segment: string | undefined): boolean => segment?.startsWith('{') === true;

function overlap(one: string, other: string): boolean {
  const others = segmentsOf(other);
  const ones = segmentsOf(one);
  return (
    ones.length === others.length &&
    ones.every((segment, index) => segment === others[index] || isParameter(segment) || isParameter(others[index]))
  );
}

/** Whether the first of two overlapping paths names what the second leaves open, and never the other way round. */
function narrower(one: string, other: string): boolean {
  const others = segmentsOf(other);
  const pairs = segmentsOf(one).map((segment, index) => [isParameter(segment), isParameter(others[index])] as const);
  return pairs.some(([mine, its]) => !mine && its) && !pairs.some(([mine, its]) => mine && !its);
}

/** By code units and by the rules of language both, since which of the two a host sorts by is its own affair. */
function sortsBefore(one: string, other: string): boolean {
  return one < other && one.localeCompare(other, 'en') < 0;
}
