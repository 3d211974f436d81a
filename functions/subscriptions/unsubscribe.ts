import { operation } from '../runtime/operation.ts';
import { Problem } from '../runtime/problem.ts';
import type { CursorStore } from './cursorStore.ts';
import { linkHash } from './subscribe.ts';
import { isOwnedBy } from './subscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

interface Dependencies {
  readonly subscriptions: Pick<SubscriptionStore, 'update'>;
  readonly cursors: Pick<CursorStore, 'update'>;
}

export const unsubscribe = operation({
  operationId: 'Unsubscribe',
  method: 'DELETE',
  path: '/subscriptions/{subscriptionId}',
  summary: 'Unsubscribe flow',
  description:
    'Ends the subscription of a trigger. The platform calls this when a flow is turned off, changed or deleted.',
  visibility: 'internal',
  audience: 'listed',
  repeat: 'safe',
  access: 'link',
  graph: {},
  parameters: {
    subscriptionId: {
      in: 'path',
      type: 'string',
      'x-ms-summary': 'Subscription Id',
      description: 'The last part of the Location that the subscription was answered with.',
      maxLength: 200,
    },
  },
  responses: { 204: { description: 'The subscription has ended, now or before.' } },
  example: { parameters: { subscriptionId: 'q0Yx3mWb1Fh8cT2LrK7vNA.secret' }, reply: { status: 204 } },
  handler: async ({ subscriptions, cursors }: Dependencies, { parameters, caller }) => {
    const notFound = new Problem('NotFound', 'There is no such subscription.');
    const [subscriptionId = '', secret = ''] = parameters.subscriptionId.split('.');
    if (!/^[A-Za-z0-9_-]{22}$/.test(subscriptionId)) throw notFound;
    const secretHash = linkHash(secret);
    const now = new Date().toISOString();
    const after = await subscriptions.update(subscriptionId, (current) => {
      const link = current?.links.find((candidate) => candidate.secretHash === secretHash);
      if (!current || !link || (caller && !isOwnedBy(current, caller))) throw notFound;
      if (link.deletedAt !== undefined) return undefined;
      // A subscribe whose first attempt was stored, and its answer lost, has left the same link twice.
      const links = current.links.map((other) =>
        other.secretHash === secretHash ? { ...other, deletedAt: now } : other,
      );
      // The platform subscribes anew before it deletes the old subscription, or after: the last Location decides.
      const isLast = links.every(({ deletedAt }) => deletedAt !== undefined);
      return { ...current, links, updatedAt: now, ...(isLast && { state: 'deleted' as const }) };
    });
    // Taking the lease away stops whoever delivers at this moment.
    if (after?.state === 'deleted') await cursors.update(subscriptionId, (state) => state);
    return { status: 204 };
  },
});
