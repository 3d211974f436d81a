import type { Action, Actions } from './flowDefinition.ts';

export interface ListedAction {
  readonly name: string;
  readonly action: Action;
  readonly place: string;
  /** The actions that it may run after, itself among them. */
  readonly siblings: Actions;
  /** 1 at the top of the flow. */
  readonly depth: number;
  /** The loops, scopes and branches around it, outermost first. */
  readonly ancestors: readonly string[];
}

/** Every action of a flow, nested ones included, each with its place. */
export function listActions(actions: Actions, place = 'actions', ancestors: readonly string[] = []): ListedAction[] {
  return Object.entries(actions).flatMap(([name, action]) => {
    const here = `${place}.${name}`;
    const listed: ListedAction = {
      name,
      action,
      place: here,
      siblings: actions,
      depth: ancestors.length + 1,
      ancestors,
    };
    const nested = branchesOf(action).flatMap((branch) =>
      listActions(branch.actions, `${here}.${branch.path}`, [...ancestors, name]),
    );
    return [listed, ...nested];
  });
}

/** The groups of actions inside an action. */
function branchesOf(action: Action): { path: string; actions: Actions }[] {
  switch (action.type) {
    case 'If':
      return [
        { path: 'actions', actions: action.actions ?? {} },
        { path: 'else.actions', actions: action.else?.actions ?? {} },
      ];
    case 'Switch':
      return [
        ...Object.entries(action.cases).map(([name, branch]) => ({
          path: `cases.${name}.actions`,
          actions: branch.actions ?? {},
        })),
        { path: 'default.actions', actions: action.default?.actions ?? {} },
      ];
    case 'Foreach':
    case 'Until':
    case 'Scope':
      return [{ path: 'actions', actions: action.actions ?? {} }];
    default:
      return [];
  }
}

/** The actions that one waits for, directly or through others; itself among them where they wait in a circle. */
export function runAfterPath(name: string, siblings: Actions): ReadonlySet<string> {
  const path = new Set(Object.keys(siblings[name]?.runAfter ?? {}));
  for (const before of path) for (const earlier of Object.keys(siblings[before]?.runAfter ?? {})) path.add(earlier);
  return path;
}
