import { randomBytes } from 'node:crypto';
import type { JsonObject } from './expression/json.ts';

/** What a waiting action is told. */
export interface Callback {
  readonly headers: JsonObject;
  readonly body: JsonObject[string];
}

export interface PendingCallback {
  /** Whoever has it can end the wait: a secret. */
  readonly url: string;
  readonly received: Promise<Callback>;
  /** The address is worth nothing from now on. */
  close(): void;
}

/** The addresses at which actions of running flows wait for an answer, each good for one call. */
export interface PendingCallbacks {
  open(action: { readonly flowId: string; readonly runId: string; readonly name: string }): PendingCallback;
  /** Hands a call to the action that waits at the path; false when none does, or when the signature is another. */
  deliver(path: string, signature: string, callback: Callback): boolean;
}

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#apiconnectionwebhook-action */
export function createPendingCallbacks(origin: () => string, onSecret: (secret: string) => void): PendingCallbacks {
  const waiting = new Map<string, (callback: Callback) => void>();
  return {
    open({ flowId, runId, name }) {
      const path = `/workflows/${flowId}/runs/${runId}/actions/${encodeURIComponent(name)}/run`;
      const signature = randomBytes(32).toString('base64url');
      onSecret(signature);
      // Rounds of a loop wait at one path, each with a signature of its own.
      const key = `${path} ${signature}`;
      const { promise, resolve } = Promise.withResolvers<Callback>();
      waiting.set(key, resolve);
      const permission = encodeURIComponent(`/runs/${runId}/actions/${name}/run`);
      return {
        url: `${origin()}${path}?api-version=2016-06-01&sp=${permission}&sv=1.0&sig=${signature}`,
        received: promise,
        close: () => waiting.delete(key),
      };
    },
    deliver(path, signature, callback) {
      const key = `${path} ${signature}`;
      const resolve = waiting.get(key);
      waiting.delete(key);
      resolve?.(callback);
      return resolve !== undefined;
    },
  };
}
