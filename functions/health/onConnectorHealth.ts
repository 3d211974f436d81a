import { holds } from '../runtime/caller.ts';
import { ownerOf } from '../subscriptions/subscription.ts';
import { webhookTrigger } from '../subscriptions/webhookTrigger.ts';
import { audienceOf, components, connectorHealthSchema, everyone, states } from './connectorHealth.ts';

export const onConnectorHealth = webhookTrigger({
  operationId: 'OnConnectorHealth',
  path: '/subscriptions/connectorHealth',
  summary: 'When connector health changes',
  description:
    'This operation triggers when one of your flows is suspended, ends, stalls, falls silent, gets dead letters or recovers, or when a source of events falls silent or gives records that cannot be read. Administrators hear of all flows.',
  hint: 'To see it work now, use Send test event.',
  sources: ['health'],
  types: ['connectorHealth'],
  title: 'ConnectorHealthEvent',
  hasSeverity: true,
  statuses: states,
  noun: { health: connectorHealthSchema },
  own: {
    properties: {
      components: {
        type: 'array',
        'x-ms-summary': 'Components',
        description: 'Only changes of these. Leave it empty for all.',
        maxItems: components.length,
        items: { type: 'string', enum: components, description: 'A kind of component.' },
      },
    },
    criteria: (input, caller) => [
      { facet: 'component', anyOf: input.components ?? [] },
      // What is wrong with somebody's flow is nobody else's business.
      ...(holds(caller, 'Purview.Administrator')
        ? []
        : [{ facet: 'audience', anyOf: [everyone, audienceOf(ownerOf(caller))] }]),
    ],
  },
});
