import { ActionFailure } from '../actionFailure.ts';
import { evaluateTemplate } from '../expression/evaluateTemplate.ts';
import { sameJson } from '../expression/json.ts';
import type { Actions, IfAction, ScopeAction, SwitchAction } from '../flowDefinition.ts';
import type { ActionContext } from './actionContext.ts';
import { evaluateCondition } from './evaluateCondition.ts';

export async function runIf(action: IfAction, context: ActionContext): Promise<void> {
  const isTrue = evaluateCondition(action.expression, context.frame);
  context.record.inputs = { expressionResult: isTrue };
  await runBranch(isTrue ? action.actions : action.else?.actions, context);
}

export async function runSwitch(action: SwitchAction, context: ActionContext): Promise<void> {
  const value = evaluateTemplate(action.expression, context.frame);
  context.record.inputs = { expressionResult: value };
  const branch = Object.values(action.cases).find((candidate) =>
    sameJson(evaluateTemplate(candidate.case, context.frame), value),
  );
  await runBranch((branch ?? action.default)?.actions, context);
}

export async function runScope(action: ScopeAction, context: ActionContext): Promise<void> {
  await runBranch(action.actions, context);
}

async function runBranch(actions: Actions | undefined, context: ActionContext): Promise<void> {
  context.record.actions = [];
  const status = await context.runActions(actions ?? {}, context.frame, context.record.actions);
  if (status === 'Failed') throw nestedFailure();
}

/** How a scope, a branch or a loop fails when something inside it did. */
export function nestedFailure(): ActionFailure {
  return new ActionFailure('ActionFailed', 'An action failed. No dependent actions succeeded.');
}
