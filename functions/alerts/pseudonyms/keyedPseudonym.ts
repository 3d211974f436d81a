import { createHmac, hkdfSync } from 'node:crypto';
import type { Secret } from '../../runtime/secret.ts';

/** The pseudonym of an identity, always the same for the same identity, whatever its letter case and composition. */
export type PseudonymOf = (identity: string) => string;

// Without letters and digits that look alike, since people read pseudonyms to each other.
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const characters = 12;

/**
 * Pseudonyms that nobody can compute or turn back without the key. New encryption keys are put in front, so the last
 * one is the one that stays the longest: pseudonyms outlive a rotation until that key leaves the list.
 */
export function keyedPseudonym(encryptionKeys: readonly Secret[]): PseudonymOf {
  const oldest = encryptionKeys.at(-1);
  if (!oldest) throw new Error('Pseudonyms need a key.');
  const secret = Buffer.from(oldest.reveal(), 'base64');
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'pseudonyms of insider risk users', 32));
  return (identity) => {
    const digest = createHmac('sha256', key).update(identity.normalize('NFC').toLowerCase()).digest();
    return `Person-${Array.from(digest.subarray(0, characters), (byte) => alphabet[byte % alphabet.length]).join('')}`;
  };
}
