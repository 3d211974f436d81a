import { createHash } from 'node:crypto';
import type { Secret } from '../runtime/secret.ts';

/** A key of 32 bytes, named by a short hash of itself. */
export interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/** The keys that secrets are sealed with. */
export interface KeyRing {
  /** Newest first: the first seals, all of them open. There is always one. */
  keys(): Promise<readonly Key[]>;
  /** A key that sealed something, be it one that another process has made since. */
  find(id: string): Promise<Key | undefined>;
}

export const keyOf = (bytes: Buffer): Key => ({
  id: createHash('sha256').update(bytes).digest('base64url').slice(0, 8),
  bytes,
});

/** Keys that a setting holds, in its order. */
export const localKeyRing = (texts: readonly Secret[]): KeyRing => {
  const ring = texts.map((text) => keyOf(Buffer.from(text.reveal(), 'base64')));
  if (!ring.length) throw new Error('Encryption needs a key.');
  return { keys: async () => ring, find: async (id) => ring.find((key) => key.id === id) };
};

/** Several rings as one; the first key of the first seals. */
export const joinedRings = (rings: readonly KeyRing[]): KeyRing => ({
  keys: async () => (await Promise.all(rings.map((ring) => ring.keys()))).flat(),
  async find(id) {
    for (const ring of rings) {
      const found = await ring.find(id);
      if (found) return found;
    }
    return undefined;
  },
});
