import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Secret } from '../runtime/secret.ts';
import type { KeyRing } from './keyRing.ts';

/** Encrypts what must not be readable in storage; AES-256-GCM, bound to the place where it is kept. */
export interface Encryption {
  seal(secret: Secret, place: string): Promise<string>;
  /** Throws when no key fits or the text was changed or moved. */
  open(sealed: string, place: string): Promise<Secret>;
  /** Whether the key that seals today has sealed this. */
  isCurrent(sealed: string): Promise<boolean>;
  /** Secrets of 32 bytes for a purpose, in Base64: of the newest key and of the one before it. */
  derive(purpose: string): Promise<readonly [Secret, ...Secret[]]>;
}

/** The id of the key that sealed a text. */
export const sealedBy = (sealed: string): string => sealed.split('.')[0] ?? '';

/**
 * The first key of the ring encrypts, every key decrypts: a new key is put in front, and the old one leaves when nothing
 * that it sealed is left.
 */
export const encryptionWith = (ring: KeyRing): Encryption => {
  const newest = async () => {
    const [first, second] = await ring.keys();
    if (!first) throw new Error('Encryption needs a key.');
    return { first, second };
  };

  return {
    async seal(secret, place) {
      const { first } = await newest();
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', first.bytes, nonce).setAAD(Buffer.from(place));
      const text = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
      return `${first.id}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
    },
    async open(sealed, place) {
      const id = sealedBy(sealed);
      const found = await ring.find(id);
      if (!found) throw new Error(`No encryption key has the id ${id}; put back the key that sealed this.`);
      const bytes = Buffer.from(sealed.slice(id.length + 1), 'base64url');
      const cipher = createDecipheriv('aes-256-gcm', found.bytes, bytes.subarray(0, 12)).setAAD(Buffer.from(place));
      cipher.setAuthTag(bytes.subarray(12, 28));
      return new Secret(Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8'));
    },
    async isCurrent(sealed) {
      return (await newest()).first.id === sealedBy(sealed);
    },
    async derive(purpose) {
      const { first, second } = await newest();
      const from = (key: typeof first): Secret =>
        new Secret(Buffer.from(hkdfSync('sha256', key.bytes, '', purpose, 32)).toString('base64'));
      return second ? [from(first), from(second)] : [from(first)];
    },
  };
};
