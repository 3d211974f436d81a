import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Secret } from '../runtime/secret.ts';

/** Encrypts what must not be readable in storage; AES-256-GCM, bound to the place where it is kept. */
export interface Encryption {
  seal(secret: Secret, place: string): string;
  /** Throws when no key fits or the text was changed or moved. */
  open(sealed: string, place: string): Secret;
}

const keyId = (key: Buffer): string => createHash('sha256').update(key).digest('base64url').slice(0, 8);

/**
 * The first key encrypts, every key decrypts: a new key is put in front, and the old one leaves when nothing that it
 * sealed is left.
 */
export const encryptionWith = (keys: readonly Secret[]): Encryption => {
  const ring = keys.map((key) => Buffer.from(key.reveal(), 'base64')).map((key) => ({ id: keyId(key), key }));
  const [current] = ring;
  if (!current) throw new Error('Encryption needs a key.');
  return {
    seal(secret, place) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(place));
      const text = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
      return `${current.id}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
    },
    open(sealed, place) {
      const [id, body = ''] = sealed.split('.');
      const found = ring.find((candidate) => candidate.id === id);
      if (!found) throw new Error(`No key of ENCRYPTION_KEYS has the id ${id}; put back the key that sealed this.`);
      const bytes = Buffer.from(body, 'base64url');
      const cipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(0, 12)).setAAD(Buffer.from(place));
      cipher.setAuthTag(bytes.subarray(12, 28));
      return new Secret(Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8'));
    },
  };
};
