import type { JsonObject } from '../../../sandbox/flows/expression/json.ts';

/** A flow's JSON around the given actions and trigger, a webhook trigger unless told otherwise. */
export function testFlow(actions: JsonObject, trigger: JsonObject = webhook()): JsonObject {
  return {
    schemaVersion: '1.0.0.0',
    properties: {
      connectionReferences: {
        shared_test: {
          runtimeSource: 'embedded',
          connection: { connectionReferenceLogicalName: 'purview_test' },
          api: { name: 'shared_test' },
        },
      },
      definition: {
        $schema:
          'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#',
        contentVersion: '1.0.0.0',
        parameters: {
          $connections: { defaultValue: {}, type: 'Object' },
          $authentication: { defaultValue: {}, type: 'SecureObject' },
          'Severity (purview_Severity)': {
            type: 'String',
            defaultValue: 'medium',
            metadata: { schemaName: 'purview_Severity' },
          },
        },
        triggers: { When_it_happens: trigger },
        actions,
      },
    },
  };
}

/** The `inputs` of an operation of the test connector. */
export function call(operationId: string, parameters: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return {
    host: { apiId: '/providers/Microsoft.PowerApps/apis/shared_test', connectionName: 'shared_test', operationId },
    parameters,
    authentication: "@parameters('$authentication')",
    ...more,
  };
}

export function webhook(more: JsonObject = {}): JsonObject {
  return {
    type: 'OpenApiConnectionWebhook',
    inputs: call('OnAlert', { 'body/minimumSeverity': "@parameters('Severity (purview_Severity)')" }),
    ...more,
  };
}

export function polling(more: JsonObject = {}): JsonObject {
  return {
    type: 'OpenApiConnection',
    inputs: call('PollAlerts', { severity: 'high' }),
    recurrence: { frequency: 'Minute', interval: 1 },
    ...more,
  };
}

export function action(type: string, members: JsonObject, runAfter: JsonObject = {}): JsonObject {
  return { type, runAfter, ...members };
}
