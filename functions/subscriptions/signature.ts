import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Secret } from '../runtime/secret.ts';
import type { Encryption } from '../storage/encryption.ts';

/** What a delivery is signed with: the newest secret, and the one before it while keys are rotated. */
export type SigningSecrets = readonly [Secret, ...Secret[]];

/** The secrets of one subscription; nobody else's follow from them. */
export const signingSecretsOf = ({ derive }: Pick<Encryption, 'derive'>, subscriptionId: string) =>
  derive(`webhook signature of subscription/${subscriptionId}`);

/** The form in which a receiver is told a secret, and which its library takes. */
export const shownSecret = (secret: Secret): string => `whsec_${secret.reveal()}`;

// To make a key of a secret costs several times what it costs to sign with it.
const keys = new WeakMap<Secret, KeyObject>();
const keyOf = (secret: Secret): KeyObject => {
  const known = keys.get(secret);
  if (known) return known;
  const key = createSecretKey(secret.reveal(), 'base64');
  keys.set(secret, key);
  return key;
};

interface Signed {
  readonly webhookId: string;
  readonly sentAt: Date;
  readonly body: Buffer;
}

/**
 * The headers by which a receiver knows whom a POST is from, and that it is neither changed nor old.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const signatureHeaders = (
  { webhookId, sentAt, body }: Signed,
  secrets: SigningSecrets,
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
  const sign = (secret: Secret): string =>
    createHmac('sha256', keyOf(secret)).update(`${webhookId}.${timestamp}.`).update(body).digest('base64');
  return {
    'webhook-id': webhookId,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => `v1,${sign(secret)}`).join(' '),
  };
};
