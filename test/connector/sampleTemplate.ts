import type { FlowSteps } from '../../connector/flows/flowSteps.ts';
import type { Template } from '../../connector/flows/templates.ts';

const host = (api: string, operationId: string) => ({
  apiId: `/providers/Microsoft.PowerApps/apis/${api}`,
  connectionName: api,
  operationId,
});
const reference = (api: string) => ({
  runtimeSource: 'embedded',
  connection: { connectionReferenceLogicalName: api.replace('shared_', 'purview_') },
  api: { name: api },
});
const updateAlert = { host: host('shared_purviewresponse', 'UpdateAlert') };

const actions: FlowSteps = {
  Handle_the_alert: {
    type: 'Scope',
    description: 'What the flow is for.',
    actions: {
      Ask_the_channel: {
        type: 'OpenApiConnectionWebhook',
        description: 'Waits for "yes" or "no".',
        inputs: { host: host('shared_teams', 'PostCardAndWaitForResponse') },
      },
      Do_what_was_answered: {
        type: 'Switch',
        runAfter: { Ask_the_channel: ['Succeeded'] },
        cases: { It_is_mine: { actions: { Assign_the_alert: { type: 'OpenApiConnection', inputs: updateAlert } } } },
        default: { actions: {} },
      },
      If_nobody_answered: {
        type: 'If',
        runAfter: { Ask_the_channel: ['TimedOut'], Do_what_was_answered: ['Succeeded', 'Skipped'] },
        actions: {},
        else: { actions: { For_each_owner: { type: 'Foreach', actions: { Keep_the_name: { type: 'Compose' } } } } },
      },
    },
  },
  End_as_failed: { type: 'Terminate', runAfter: { Handle_the_alert: ['Failed', 'TimedOut'] } },
};

/** A flow that has one of everything that the guide shows. */
export const sampleTemplate: Template = {
  id: 'sample',
  name: 'Alert → answer',
  description: 'Asks who takes an alert.',
  flow: {
    schemaVersion: '1.0.0.0',
    properties: {
      connectionReferences: {
        shared_purviewresponse: reference('shared_purviewresponse'),
        shared_teams: reference('shared_teams'),
      },
      definition: {
        parameters: {
          $connections: { type: 'Object', defaultValue: {} },
          'Channel (purview_ChannelId)': {
            type: 'String',
            metadata: { schemaName: 'purview_ChannelId', description: 'Where to ask.' },
          },
          'Days (purview_Days)': {
            type: 'Int',
            defaultValue: 7,
            metadata: { schemaName: 'purview_Days', description: 'How long to wait | at most.' },
          },
        },
        triggers: {
          When_a_DLP_alert_is_raised: {
            type: 'OpenApiConnectionWebhook',
            description: 'Runs once for every alert.',
            inputs: { host: host('shared_purviewresponse', 'OnDlpAlert') },
          },
        },
        actions,
      },
    },
  },
};
