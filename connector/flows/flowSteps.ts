/** An action of a flow, as far as guides and diagrams show it. */
export interface FlowStep {
  readonly type: string;
  readonly description?: string;
  /** What it waits for, by name, and how that may have ended. */
  readonly runAfter?: Readonly<Record<string, readonly string[]>>;
  /** Of a step that calls a connector: which operation of which api. */
  readonly inputs?: unknown;
  readonly actions?: FlowSteps;
  readonly else?: { readonly actions?: FlowSteps };
  readonly cases?: Readonly<Record<string, { readonly actions?: FlowSteps }>>;
  readonly default?: { readonly actions?: FlowSteps };
}
export type FlowSteps = Readonly<Record<string, FlowStep>>;

/** Steps within a step; the label says when they are taken, where that is not always. */
export interface Branch {
  readonly label?: string;
  readonly steps: FlowSteps;
}

export interface ConnectorCall {
  readonly api: string;
  readonly operationId: string;
}

/** Names of steps as people read them: the files write underscores for spaces. */
export const readable = (name: string): string => name.replaceAll('_', ' ');

/** The branches of a step that hold any steps. */
export const branchesOf = (step: FlowStep): readonly Branch[] => {
  const branches: readonly Branch[] =
    step.type === 'If'
      ? [
          { label: 'If yes', steps: step.actions ?? {} },
          { label: 'If no', steps: step.else?.actions ?? {} },
        ]
      : step.type === 'Switch'
        ? [
            ...Object.entries(step.cases ?? {}).map(([name, { actions }]) => ({
              label: readable(name),
              steps: actions ?? {},
            })),
            { label: 'Anything else', steps: step.default?.actions ?? {} },
          ]
        : [{ steps: step.actions ?? {} }];
  return branches.filter(({ steps }) => Object.keys(steps).length > 0);
};

/** The operation that a trigger or an action calls. */
export const callOf = ({ inputs }: { readonly inputs?: unknown }): ConnectorCall | undefined => {
  const { host } = Object(inputs);
  if (host === undefined) return undefined;
  return { api: String(host.apiId).slice(String(host.apiId).lastIndexOf('/') + 1), operationId: host.operationId };
};

/** All steps, nested ones after those that hold them, each with how deep it is. */
export const listSteps = (
  steps: FlowSteps,
  depth = 0,
): readonly { readonly name: string; readonly step: FlowStep; readonly depth: number }[] =>
  Object.entries(steps).flatMap(([name, step]) => [
    { name, step, depth },
    ...branchesOf(step).flatMap((branch) => listSteps(branch.steps, depth + 1)),
  ]);
