import type { CursorState } from './cursorStore.ts';
import type { Outcome } from './outcome.ts';
import { endpointDelayMs } from './retrySchedule.ts';
import type { LaneRules } from './task.ts';

export type EndpointState = Pick<
  CursorState,
  'failures' | 'retryAtMs' | 'troubleSinceMs' | 'notFoundSinceMs' | 'lastTrouble'
>;

const notFoundLimitMs = 24 * 60 * 60_000;

/** How a subscription's endpoint is doing, and how long it is left alone. */
export class Endpoint {
  readonly #rules: Pick<LaneRules, 'now' | 'timeScale'>;
  #state: EndpointState;
  #isProbing: boolean;
  #isToldToWait = false;
  #retryAfterMs = 0;

  constructor(state: CursorState, rules: Pick<LaneRules, 'now' | 'timeScale'>) {
    const { failures, retryAtMs, troubleSinceMs, notFoundSinceMs, lastTrouble } = state;
    this.#rules = rules;
    this.#state = {
      failures,
      ...(retryAtMs !== undefined && { retryAtMs }),
      ...(troubleSinceMs !== undefined && { troubleSinceMs }),
      ...(notFoundSinceMs !== undefined && { notFoundSinceMs }),
      ...(lastTrouble && { lastTrouble }),
    };
    this.#isProbing = failures > 0;
  }

  get state(): EndpointState {
    return this.#state;
  }

  /** Whether it is in trouble, and only one delivery at a time knocks. */
  get isProbing(): boolean {
    return this.#isProbing;
  }

  /** Whether it has asked for a wait, which holds whatever else got through. */
  get isToldToWait(): boolean {
    return this.#isToldToWait;
  }

  /** It has taken something, or refused it for a reason of its own. */
  recover(): void {
    this.#isProbing = false;
    const { retryAtMs, troubleSinceMs, notFoundSinceMs, ...state } = this.#state;
    this.#state = { ...state, failures: 0 };
  }

  troubled({ status, reason, retryAfterMs }: Outcome & { kind: 'trouble' }): void {
    const nowMs = this.#rules.now();
    this.#isProbing = true;
    const { notFoundSinceMs, ...state } = this.#state;
    this.#state = {
      ...state,
      ...(status === 404 && { notFoundSinceMs: notFoundSinceMs ?? nowMs }),
      lastTrouble: { at: new Date(nowMs).toISOString(), reason, ...(status !== undefined && { status }) },
    };
    if (retryAfterMs !== undefined) this.#retryAfterMs = Math.max(this.#retryAfterMs, retryAfterMs);
    if (status === 429 || retryAfterMs !== undefined) this.#isToldToWait = true;
  }

  /** A round of trouble has ended: when to knock again, or why never. */
  backOff(): { readonly againInMs: number } | { readonly suspendedFor: string } {
    const { timeScale } = this.#rules;
    const nowMs = this.#rules.now();
    const failures = this.#state.failures + 1;
    const { troubleSinceMs = nowMs, notFoundSinceMs } = this.#state;
    const forMs = (nowMs - troubleSinceMs) * timeScale;
    const againInMs = Math.max(endpointDelayMs({ failures, forMs }) / timeScale, this.#retryAfterMs);
    this.#state = { ...this.#state, failures, troubleSinceMs, retryAtMs: nowMs + againInMs };
    if (notFoundSinceMs !== undefined && (nowMs - notFoundSinceMs) * timeScale >= notFoundLimitMs)
      return { suspendedFor: 'The callback has answered nothing but 404 for 24 hours.' };
    return { againInMs };
  }

  /** It is left alone no longer. */
  admit(): void {
    const { retryAtMs: _ended, ...state } = this.#state;
    this.#state = state;
  }
}
