import { createHash } from 'node:crypto';
import type { UntypedReply } from './operation.ts';

/** A call as its idempotency key knows it again. */
export interface KeyedCall {
  /** Keys of different callers or operations never meet. */
  readonly scope: string;
  readonly key: string;
  /** Differs when the input does. */
  readonly requestHash: string;
}

/**
 * What is known of a key: nothing yet, a call under way, its answer, that it was too large to keep, that nobody
 * knows whether the call took effect, or a call with another input.
 */
export type Begun =
  | {
      readonly state: 'new';
      /** Keeps the answer for repeats of the call; where it is too large, that there was one. */
      finish(reply: UntypedReply): Promise<void>;
      /** Forgets the call, which failed, so that a repeat tries again. */
      abandon(): Promise<void>;
      /** Keeps that the call may have taken effect, so that no repeat makes it again. */
      doubt(): Promise<void>;
    }
  | { readonly state: 'running' }
  | { readonly state: 'replay'; readonly reply: UntypedReply }
  | { readonly state: 'answerNotKept' }
  | { readonly state: 'unknown' }
  | { readonly state: 'conflict' };

/** Remembers keyed calls, atomically over all instances. */
export interface IdempotencyStore {
  begin(call: KeyedCall): Promise<Begun>;
}

/** The same for equal inputs, whatever the order of their fields. */
export function requestHash(input: { readonly parameters: unknown; readonly body: unknown }): string {
  return createHash('sha256').update(JSON.stringify(input, sortMembers)).digest('base64url');
}

const sortMembers = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
