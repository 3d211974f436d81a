/** How often each route was called since the start or the last reset, refused calls included. */
export interface RequestCounts {
  /** By route, as in `GET /security/alerts_v2`. */
  of(route: string): number;
  readonly total: number;
  add(route: string): void;
  reset(): void;
}

export function createRequestCounts(): RequestCounts {
  const counts = new Map<string, number>();
  return {
    of: (route) => counts.get(route) ?? 0,
    get total() {
      return [...counts.values()].reduce((sum, count) => sum + count, 0);
    },
    add(route) {
      counts.set(route, (counts.get(route) ?? 0) + 1);
    },
    reset: () => counts.clear(),
  };
}
