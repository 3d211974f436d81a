import { choicesInput, namesInput } from '../subscriptions/namesInput.ts';
import { webhookTrigger } from '../subscriptions/webhookTrigger.ts';
import { externalSharingSchema, linkKinds } from './externalSharing.ts';

const wanted = {
  labelled: ['labelled'],
  labelledOrUnknown: ['labelled', 'unknown'],
  all: [],
} as const;

export const onExternalSharing = webhookTrigger({
  operationId: 'OnExternalSharing',
  path: '/subscriptions/externalSharing',
  summary: 'When a labelled file is shared outside',
  description:
    'This operation triggers when the audit log tells that a file or folder with a sensitivity label was opened to anybody with a link, or to a guest. Microsoft writes such records minutes to hours after the fact.',
  hint: 'To see it work now, use Send test event; real sharing takes Microsoft up to a few hours to record.',
  sources: ['sharePointActivity'],
  types: ['externalSharing'],
  title: 'ExternalSharingEvent',
  hasSeverity: false,
  statuses: [],
  noun: { sharing: externalSharingSchema },
  own: {
    properties: {
      linkKinds: choicesInput('Link Kinds', 'Only these ways of sharing.', linkKinds),
      guestDomains: namesInput('Guest Domains', 'Only recipients of these domains, such as fabrikam.com.'),
      items: {
        type: 'string',
        enum: ['labelled', 'labelledOrUnknown', 'all'],
        default: 'labelled',
        'x-ms-summary': 'Items',
        'x-ms-visibility': 'advanced',
        description: 'Whether items whose label nobody could tell, or items without a label, start the flow as well.',
      },
    },
    criteria: ({ linkKinds: kinds = [], guestDomains = [], items }) => [
      { facet: 'linkKind', anyOf: kinds },
      { facet: 'guestDomain', anyOf: guestDomains },
      { facet: 'labelState', anyOf: wanted[items] },
    ],
  },
});
