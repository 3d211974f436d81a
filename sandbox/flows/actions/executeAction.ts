import { evaluateTemplate } from '../expression/evaluateTemplate.ts';
import type { Action } from '../flowDefinition.ts';
import type { ActionContext } from './actionContext.ts';
import { runIf, runScope, runSwitch } from './branchActions.ts';
import { runConnectorAction } from './connectorAction.ts';
import { runJoin, runParseJson, runQuery, runSelect } from './dataActions.ts';
import { runForeach, runUntil } from './loopActions.ts';
import { runTerminate } from './terminateAction.ts';
import { runChangeVariable, runInitializeVariable } from './variableActions.ts';
import { runWait } from './waitAction.ts';
import { runWebhookAction } from './webhookAction.ts';

/** Does what an action says, and leaves its inputs and outputs in its record; throws when it fails. */
export async function executeAction(action: Action, context: ActionContext): Promise<void> {
  switch (action.type) {
    case 'OpenApiConnection':
      return await runConnectorAction(action, context);
    case 'OpenApiConnectionWebhook':
      return await runWebhookAction(action, context);
    case 'If':
      return await runIf(action, context);
    case 'Switch':
      return await runSwitch(action, context);
    case 'Scope':
      return await runScope(action, context);
    case 'Foreach':
      return await runForeach(action, context);
    case 'Until':
      return await runUntil(action, context);
    case 'Wait':
      return await runWait(action, context);
    case 'Compose':
      context.record.inputs = evaluateTemplate(action.inputs, context.frame);
      context.record.outputs = context.record.inputs;
      return;
    case 'InitializeVariable':
      return runInitializeVariable(action, context);
    case 'ParseJson':
      return runParseJson(action, context);
    case 'Select':
      return runSelect(action, context);
    case 'Query':
      return runQuery(action, context);
    case 'Join':
      return runJoin(action, context);
    case 'Terminate':
      return runTerminate(action, context);
    default:
      return runChangeVariable(action, context);
  }
}
