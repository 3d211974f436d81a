import { callsOf, stringsIn } from './expression/callsOf.ts';
import { isObject, type Json, parseJson } from './expression/json.ts';
import type { Call } from './expression/parseExpression.ts';
import { TemplateError } from './expression/templateError.ts';
import { functionOf } from './expression/templateFunctions.ts';
import type { FlowDocument } from './flowDefinition.ts';
import type { FlowFault } from './flowImportError.ts';
import type { ListedAction } from './listActions.ts';

interface Names {
  readonly actions: ReadonlySet<string>;
  readonly loops: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
}

const children = new Set(['actions', 'else', 'cases', 'default', 'runAfter', 'description', 'metadata']);

/** Expressions that do not parse, call what does not exist, or refer to what the flow does not have. */
export function expressionFaults(
  definition: FlowDocument['properties']['definition'],
  listed: readonly ListedAction[],
): FlowFault[] {
  const names: Names = {
    actions: new Set(listed.map(({ name }) => name)),
    loops: new Set(
      listed.filter(({ action }) => action.type === 'Foreach' || action.type === 'Until').map(({ name }) => name),
    ),
    parameters: new Set(Object.keys(definition.parameters ?? {})),
    variables: new Set(
      listed.flatMap(({ action }) =>
        action.type === 'InitializeVariable' ? action.inputs.variables.map(({ name }) => name) : [],
      ),
    ),
  };
  const places = [
    ...Object.entries(definition.triggers).map(([name, trigger]) => ({ place: `triggers.${name}`, value: trigger })),
    ...listed.map(({ place, action }) => ({ place, value: action })),
  ];
  return [
    ...places.flatMap(({ place, value }) => ownStrings(value, place).flatMap((string) => faultsOf(string, names))),
    ...variableFaults(listed, names),
  ];
}

/** The strings of an action itself; its nested actions are listed on their own. */
function ownStrings(value: object, place: string): { text: string; place: string }[] {
  const own = parseJson(JSON.stringify(value));
  if (!isObject(own)) return [];
  const conditions = Object.entries(isObject(own.cases) ? own.cases : {}).map<[string, Json]>(([name, branch]) => [
    `cases.${name}.case`,
    isObject(branch) ? (branch.case ?? null) : null,
  ]);
  const members = Object.entries(own).filter(([name]) => !children.has(name));
  return [...members, ...conditions].flatMap(([name, member]) =>
    // A JSON schema's patterns and examples are not templates.
    own.type === 'ParseJson' && isObject(member)
      ? stringsIn(member.content, `${place}.${name}.content`)
      : stringsIn(member, `${place}.${name}`),
  );
}

function faultsOf({ text, place }: { text: string; place: string }, names: Names): FlowFault[] {
  try {
    return callsOf(text).flatMap((call) => callFaults(call, names).map((message) => ({ place, message })));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [{ place, message: error.message }];
  }
}

function callFaults(call: Call, names: Names): string[] {
  try {
    functionOf(call);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [error.message];
  }
  const [first] = call.arguments;
  if (first?.kind !== 'literal' || typeof first.value !== 'string') return [];
  const known = referredNames(call.name, names);
  if (!known || known.of.has(first.value)) return [];
  return [`The ${known.what} '${first.value}' referenced by '${call.name}' is not defined in the flow.`];
}

function referredNames(functionName: string, names: Names): { what: string; of: ReadonlySet<string> } | undefined {
  switch (functionName.toLowerCase()) {
    case 'body':
    case 'outputs':
    case 'actions':
    case 'result':
      return { what: 'action', of: names.actions };
    case 'items':
    case 'iterationindexes':
      return { what: 'loop', of: names.loops };
    case 'parameters':
      return { what: 'parameter', of: names.parameters };
    case 'variables':
      return { what: 'variable', of: names.variables };
    default:
      return undefined;
  }
}

function variableFaults(listed: readonly ListedAction[], names: Names): FlowFault[] {
  return listed.flatMap(({ action, place }) => {
    switch (action.type) {
      case 'SetVariable':
      case 'IncrementVariable':
      case 'DecrementVariable':
      case 'AppendToArrayVariable':
      case 'AppendToStringVariable':
        return names.variables.has(action.inputs.name)
          ? []
          : [
              {
                place: `${place}.inputs.name`,
                message: `The variable '${action.inputs.name}' is not initialized in the flow.`,
              },
            ];
      default:
        return [];
    }
  });
}
