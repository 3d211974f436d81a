import { callsOf, stringsIn } from './expression/callsOf.ts';
import { isObject, type Json, parseJson } from './expression/json.ts';
import type { Call } from './expression/parseExpression.ts';
import { TemplateError } from './expression/templateError.ts';
import { functionOf } from './expression/templateFunctions.ts';
import type { FlowDocument } from './flowDefinition.ts';
import type { FlowFault } from './flowImportError.ts';
import { type ListedAction, runAfterPath } from './listActions.ts';

/** Where a string of the flow stands: in an action, or in the trigger. */
interface Standing {
  readonly action?: ListedAction;
  /** The actions whose outputs can be read there. */
  readonly readable: ReadonlySet<string>;
}

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
  return [
    ...Object.entries(definition.triggers).flatMap(([name, trigger]) =>
      ownStrings(trigger, `triggers.${name}`).flatMap((text) => faultsOf(text, { readable: new Set() }, names)),
    ),
    ...listed.flatMap((action) => {
      const standing = { action, readable: readableActions(action, listed) };
      return ownStrings(action.action, action.place).flatMap((text) => faultsOf(text, standing, names));
    }),
    ...variableFaults(listed, names),
  ];
}

/** What runs before an action, or before a scope around it, with all that is inside; a loop's condition sees its rounds. */
function readableActions(
  { name, action, ancestors }: ListedAction,
  listed: readonly ListedAction[],
): ReadonlySet<string> {
  const around = listed.filter((other) => other.name === name || ancestors.includes(other.name));
  const before = new Set(around.flatMap((one) => [...runAfterPath(one.name, one.siblings)]));
  const opens = (ancestor: string): boolean => before.has(ancestor) || (action.type === 'Until' && ancestor === name);
  const inside = listed.filter((other) => other.ancestors.some(opens)).map((other) => other.name);
  return new Set([...before, ...inside]);
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

function faultsOf({ text, place }: { text: string; place: string }, standing: Standing, names: Names): FlowFault[] {
  try {
    return callsOf(text).flatMap((call) => callFaults(call, standing, names).map((message) => ({ place, message })));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [{ place, message: error.message }];
  }
}

function callFaults(call: Call, { action, readable }: Standing, names: Names): string[] {
  try {
    functionOf(call);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [error.message];
  }
  const [first] = call.arguments;
  if (first?.kind !== 'literal' || typeof first.value !== 'string') return [];
  const name = first.value;
  const known = referredNames(call.name, names);
  if (!known) return [];
  if (!known.of.has(name))
    return [`The ${known.what} '${name}' referenced by '${call.name}' is not defined in the flow.`];
  if (known.what === 'action' && !readable.has(name)) {
    return [
      action
        ? `The action '${action.name}' cannot reference action '${name}'. Action '${name}' must either be in 'runAfter' path or within a scope action on the 'runAfter' path of action '${action.name}', or be a Trigger.`
        : `A trigger cannot reference action '${name}', which runs after it.`,
    ];
  }
  if (known.what === 'variable' && action?.action.type === 'SetVariable' && action.action.inputs.name === name)
    return [`Self reference is not supported when updating the value of variable '${name}'.`];
  return [];
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
  const initialized = new Set<string>();
  return listed.flatMap(({ action, place }) => {
    switch (action.type) {
      case 'InitializeVariable':
        return action.inputs.variables.flatMap(({ name }) => {
          const isKnown = initialized.has(name);
          initialized.add(name);
          return isKnown
            ? [{ place: `${place}.inputs.variables`, message: `The variable '${name}' is initialized twice.` }]
            : [];
        });
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
