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

interface Signed {
  readonly webhookId: string;
  readonly sentAt: Date;
  readonly body: Buffer;
}

/**
 * Makes the headers by which a receiver knows whom a POST is from, and that it is neither changed nor old.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const signWith = (secrets: SigningSecrets): ((signed: Signed) => Readonly<Record<string, string>>) => {
  const keys = secrets.map((secret) => createSecretKey(secret.reveal(), 'base64'));
  return ({ webhookId, sentAt, body }) => {
    const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
    const sign = (key: KeyObject): string =>
      createHmac('sha256', key).update(`${webhookId}.${timestamp}.`).update(body).digest('base64');
    return {
      'webhook-id': webhookId,
      'webhook-timestamp': timestamp,
      'webhook-signature': keys.map((key) => `v1,${sign(key)}`).join(' '),
    };
  };
};
