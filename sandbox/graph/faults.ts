/** One thing that goes wrong with one request. */
export type Fault =
  /** 429; without `retryAfter` the header is left out, as several of Graph's workloads do. */
  | { kind: 'throttled'; retryAfter?: { seconds: number } | { date: Date } }
  /** An error of Graph's own. */
  | { kind: 'failed'; status: 403 | 404 | 500 | 502 | 503 | 504; retryAfter?: { seconds: number } }
  /** 402: no Azure subscription is linked to the app for a metered call. */
  | { kind: 'paymentRequired' }
  /** 423, with the code that says why the file is locked. */
  | { kind: 'locked'; code: string }
  /** 206: the answer lacks the records of one provider. */
  | { kind: 'partial' }
  /** 401, as when the token expires between two pages. */
  | { kind: 'tokenRefused' }
  /** The right answer, late. */
  | { kind: 'slow'; delayMs: number }
  /** The connection ends before or in the middle of the answer; in the second case the request took effect. */
  | { kind: 'dropped'; at: 'request' | 'answer' }
  /** The next link of the page leads to another host. */
  | { kind: 'foreignNextLink'; origin: string }
  /** The right answer with another body, which need be nothing that Graph would send. */
  | { kind: 'rewritten'; rewrite: (body: unknown) => unknown };

export interface PlannedFault {
  fault: Fault;
  /** Only requests of this route, as in `GET /security/alerts_v2`; every route when left out. */
  route?: string;
  /** How many such requests are answered properly before. */
  after?: number;
  /** How many requests it meets: 1 unless told otherwise. */
  times?: number;
}

export interface Faults {
  plan(planned: PlannedFault): void;
  clear(): void;
  /** The fault that meets this request, if any; counts it as met. */
  take(route: string): Fault | undefined;
}

/** Faults on demand: each plan meets the next requests that fit, in the order in which the plans were made. */
export function createFaults(): Faults {
  const plans: { fault: Fault; route: string | undefined; after: number; times: number }[] = [];
  return {
    plan({ fault, route, after = 0, times = 1 }) {
      plans.push({ fault, route, after, times });
    },
    clear() {
      plans.length = 0;
    },
    take(route) {
      const plan = plans.find((candidate) => candidate.route === undefined || candidate.route === route);
      if (!plan) return undefined;
      if (plan.after > 0) {
        plan.after -= 1;
        return undefined;
      }
      plan.times -= 1;
      if (plan.times <= 0) plans.splice(plans.indexOf(plan), 1);
      return plan.fault;
    },
  };
}
