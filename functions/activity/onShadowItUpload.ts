import { enforcements, shadowItUploadSchema } from '../events/shadowItUpload.ts';
import { choicesInput, namesInput } from '../subscriptions/namesInput.ts';
import { webhookTrigger } from '../subscriptions/webhookTrigger.ts';

export const onShadowItUpload = webhookTrigger({
  operationId: 'OnShadowItUpload',
  path: '/subscriptions/shadowItUpload',
  summary: 'When sensitive data goes to an unsanctioned app',
  description:
    'This operation triggers when endpoint data loss prevention tells that a sensitive file of a device was sent to an app or a site, or that somebody tried to, and when Defender for Cloud Apps raises an alert that data went to an unsanctioned app. Which apps are unsanctioned is what your policies and this trigger’s inputs say.',
  hint: 'To see it work now, use Send test event; real uploads take Microsoft up to a few hours to record.',
  sources: ['dlpActivity', 'generalActivity', 'alerts'],
  types: ['shadowItUpload'],
  title: 'ShadowItUploadEvent',
  hasSeverity: true,
  statuses: ['unknown', 'new', 'inProgress', 'resolved'],
  statusesOnlyOf: 'alerts of Defender for Cloud Apps, which alone have one,',
  noun: { upload: shadowItUploadSchema },
  own: {
    properties: {
      apps: namesInput(
        'Apps',
        'Only uploads to these sites or apps, or with these programs, such as dropbox.com or Dropbox.',
      ),
      actionsTaken: choicesInput('Actions Taken', 'Only uploads to which this happened.', enforcements),
    },
    criteria: ({ apps = [], actionsTaken = [] }) => [
      { facet: 'app', anyOf: apps },
      { facet: 'actionTaken', anyOf: actionsTaken },
    ],
  },
});
