import { isObject, type Json, type JsonObject } from './json.ts';
import type { TemplateFunction } from './templateFunction.ts';

/** Functions that read the run around the expression. */
export const workflowFunctions: readonly TemplateFunction[] = [
  { name: 'trigger', takes: [0, 0], call: (_values, scope) => scope.trigger() },
  { name: 'triggerOutputs', takes: [0, 0], call: (_values, scope) => property(scope.trigger(), 'outputs') },
  { name: 'triggerBody', takes: [0, 0], call: (_values, scope) => body(scope.trigger()) },
  { name: 'actions', takes: [1, 1], call: (values, scope) => scope.action(values.text(0)) },
  { name: 'outputs', takes: [1, 1], call: (values, scope) => property(scope.action(values.text(0)), 'outputs') },
  { name: 'body', takes: [1, 1], call: (values, scope) => body(scope.action(values.text(0))) },
  { name: 'result', takes: [1, 1], call: (values, scope) => scope.results(values.text(0)) },
  { name: 'parameters', takes: [1, 1], call: (values, scope) => scope.parameter(values.text(0)) },
  { name: 'variables', takes: [1, 1], call: (values, scope) => scope.variable(values.text(0)) },
  { name: 'item', takes: [0, 0], call: (_values, scope) => scope.item() },
  { name: 'items', takes: [1, 1], call: (values, scope) => scope.items(values.text(0)) },
  {
    name: 'iterationIndexes',
    takes: [1, 1],
    call: (values, scope) => scope.iterationIndex(values.text(0)),
  },
  { name: 'workflow', takes: [0, 0], call: (_values, scope) => scope.workflow() },
];

function property(record: JsonObject, name: string): Json {
  return record[name] ?? null;
}

function body(record: JsonObject): Json {
  const outputs = property(record, 'outputs');
  return isObject(outputs) ? property(outputs, 'body') : null;
}
