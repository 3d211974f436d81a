import { ActionFailure } from '../actionFailure.ts';
import { compileSchema, refusalsOf } from '../compileSchema.ts';
import { evaluateTemplate } from '../expression/evaluateTemplate.ts';
import { type Json, parseJson, textOf, typeName } from '../expression/json.ts';
import type { JoinAction, ParseJsonAction, QueryAction, SelectAction } from '../flowDefinition.ts';
import type { ActionContext } from './actionContext.ts';
import { evaluateCondition } from './evaluateCondition.ts';

export function runParseJson(action: ParseJsonAction, context: ActionContext): void {
  const content = evaluateTemplate(action.inputs.content, context.frame);
  context.record.inputs = { content, schema: action.inputs.schema };
  const value = typeof content === 'string' ? parsedContent(content) : content;
  const validate = compileSchema(action.inputs.schema);
  context.record.outputs = { body: value };
  if (value === null || !validate(value)) {
    throw new ActionFailure(
      'ValidationFailed',
      `The schema validation failed. ${value === null ? 'The content is null' : refusalsOf(validate)}.`,
    );
  }
}

function parsedContent(content: string): Json {
  try {
    return parseJson(content);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ActionFailure(
      'InvalidJSON',
      `The 'content' property of actions of type 'ParseJson' must be valid JSON. The provided value cannot be parsed: '${error.message}'.`,
    );
  }
}

export function runSelect(action: SelectAction, context: ActionContext): void {
  const from = source(action.inputs.from, context);
  context.record.inputs = { from };
  context.record.outputs = {
    body: from.map((item) => evaluateTemplate(action.inputs.select, context.frame.withItem(item))),
  };
}

export function runQuery(action: QueryAction, context: ActionContext): void {
  const from = source(action.inputs.from, context);
  context.record.inputs = { from };
  context.record.outputs = {
    body: from.filter((item) => evaluateCondition(action.inputs.where, context.frame.withItem(item))),
  };
}

export function runJoin(action: JoinAction, context: ActionContext): void {
  const from = source(action.inputs.from, context);
  const joinWith = textOf(evaluateTemplate(action.inputs.joinWith, context.frame));
  context.record.inputs = { from, joinWith };
  context.record.outputs = { body: from.map(textOf).join(joinWith) };
}

function source(from: Json, context: ActionContext): Json[] {
  const value = evaluateTemplate(from, context.frame);
  if (Array.isArray(value)) return value;
  throw new ActionFailure(
    'BadRequest',
    `The 'from' property value in the inputs of action '${context.name}' is of type '${typeName(value)}'. The value must be an array.`,
  );
}
