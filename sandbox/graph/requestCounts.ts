/** A request that carried a good token. */
export interface AdmittedRequest {
  /** As in `GET /security/alerts_v2`. */
  route: string;
  kind: 'delegated' | 'application';
  clientRequestId?: string | undefined;
}

/** How often each route was called since the start or the last reset, refused calls included. */
export interface RequestCounts {
  /** By route, as in `GET /security/alerts_v2`. */
  of(route: string): number;
  readonly total: number;
  /** In order; whether they had the permission or not. */
  readonly admitted: readonly AdmittedRequest[];
  add(route: string): void;
  admit(request: AdmittedRequest): void;
  reset(): void;
}

export function createRequestCounts(): RequestCounts {
  const counts = new Map<string, number>();
  const admitted: AdmittedRequest[] = [];
  return {
    of: (route) => counts.get(route) ?? 0,
    get total() {
      return [...counts.values()].reduce((sum, count) => sum + count, 0);
    },
    admitted,
    admit: (request) => admitted.push(request),
    add(route) {
      counts.set(route, (counts.get(route) ?? 0) + 1);
    },
    reset() {
      counts.clear();
      admitted.length = 0;
    },
  };
}
