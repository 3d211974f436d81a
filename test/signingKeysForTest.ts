import { createSigningKeys, type SigningKeys } from '../sandbox/entra/signingKeys.ts';

let keys: Promise<SigningKeys> | undefined;

/** The keys of all simulators of this process that rotate none: to make them takes longer than all else at their start. */
export function signingKeysForTest(): Promise<SigningKeys> {
  keys ??= createSigningKeys();
  return keys;
}
