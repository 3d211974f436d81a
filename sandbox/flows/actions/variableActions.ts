import { ActionFailure } from '../actionFailure.ts';
import { evaluateTemplate } from '../expression/evaluateTemplate.ts';
import { isObject, type Json, textOf, typeName } from '../expression/json.ts';
import type { ChangeVariableAction, InitializeVariableAction, VariableType } from '../flowDefinition.ts';
import type { ActionContext } from './actionContext.ts';

export function runInitializeVariable(action: InitializeVariableAction, context: ActionContext): void {
  const variables = action.inputs.variables.map(({ name, type, value }) => ({
    name,
    type,
    value: value === undefined ? empty[type] : evaluateTemplate(value, context.frame),
  }));
  context.record.inputs = { variables };
  for (const { name, type, value } of variables) {
    context.frame.state.variables.set(name, { type, value: checked(name, type, value) });
  }
}

export function runChangeVariable(action: ChangeVariableAction, context: ActionContext): void {
  const { name } = action.inputs;
  const variable = context.frame.state.variables.get(name);
  if (!variable) {
    throw new ActionFailure('VariableNotInitialized', `The variable '${name}' must be initialized before it is used.`);
  }
  // Only the counting actions may leave it out.
  const { value: template = 1 } = action.inputs;
  const value = evaluateTemplate(template, context.frame);
  context.record.inputs = { name, value };
  variable.value = checked(name, variable.type, changed(action.type, name, variable.value, value));
  context.record.outputs = { body: { name, value: variable.value } };
}

function changed(kind: ChangeVariableAction['type'], name: string, before: Json, value: Json): Json {
  switch (kind) {
    case 'SetVariable':
      return value;
    case 'IncrementVariable':
    case 'DecrementVariable':
      if (typeof before === 'number' && typeof value === 'number') {
        return kind === 'IncrementVariable' ? before + value : before - value;
      }
      throw unsuitable(kind, name, value);
    case 'AppendToArrayVariable':
      if (Array.isArray(before)) return [...before, value];
      throw unsuitable(kind, name, value);
    case 'AppendToStringVariable':
      if (typeof before === 'string') return before + textOf(value);
      throw unsuitable(kind, name, value);
  }
}

function unsuitable(kind: string, name: string, value: Json): ActionFailure {
  return new ActionFailure(
    'BadRequest',
    `The action type '${kind}' cannot change the variable '${name}' with a value of type '${typeName(value)}'.`,
  );
}

const empty: Readonly<Record<VariableType, Json>> = {
  string: '',
  integer: 0,
  float: 0,
  boolean: false,
  array: [],
  object: {},
};

function checked(name: string, type: string, value: Json): Json {
  if (fits(type, value)) return value;
  const wanted = `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
  throw new ActionFailure(
    'BadRequest',
    `The variable '${name}' of type '${wanted}' cannot be initialized or updated with value of type '${typeName(value)}'. The variable '${name}' only supports values of types '${wanted}'.`,
  );
}

function fits(type: string, value: Json): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}
