import { branchesOf, type FlowStep, type FlowSteps, readable } from './flowSteps.ts';

interface Diagrammed {
  readonly triggerName: string;
  readonly steps: FlowSteps;
  /** What a step calls, in words; undefined when it calls nothing. */
  calls(step: FlowStep): string | undefined;
}

const statusWords: Readonly<Record<string, string>> = {
  Succeeded: 'done',
  Failed: 'failed',
  TimedOut: 'timed out',
  Skipped: 'skipped',
};

const quoted = (text: string): string => `"${text.replaceAll('"', '#quot;')}"`;

/** Nothing is written on the usual arrow: after a success. */
const arrow = (statuses: readonly string[]): string =>
  statuses.length === 1 && statuses[0] === 'Succeeded'
    ? '-->'
    : `-->|${quoted(statuses.map((status) => statusWords[status] ?? status).join(' or '))}|`;

/** The steps of a flow as a Mermaid flowchart: scopes, loops and branches are boxes around what they hold. */
export const printDiagram = ({ triggerName, steps, calls }: Diagrammed): string => {
  const lines: string[] = [];
  let last = 0;
  const nextId = (): string => `s${++last}`;

  const box = (label: string, indent: string, within: () => void): string => {
    const id = nextId();
    lines.push(`${indent}subgraph ${id}[${quoted(label)}]`);
    within();
    lines.push(`${indent}end`);
    return id;
  };

  const draw = (name: string, step: FlowStep, indent: string): string => {
    const branches = branchesOf(step);
    const call = calls(step);
    if (branches.length === 0) {
      const id = nextId();
      lines.push(`${indent}${id}[${quoted(call === undefined ? readable(name) : `${readable(name)}<br>${call}`)}]`);
      return id;
    }
    return box(readable(name), indent, () => {
      for (const { label, steps: inner } of branches) {
        if (label === undefined) drawAll(inner, `${indent}  `);
        else box(label, `${indent}  `, () => drawAll(inner, `${indent}    `));
      }
    });
  };

  const drawAll = (group: FlowSteps, indent: string): readonly string[] => {
    const ids = new Map(Object.entries(group).map(([name, step]) => [name, draw(name, step, indent)] as const));
    for (const [name, { runAfter = {} }] of Object.entries(group))
      for (const [before, statuses] of Object.entries(runAfter))
        lines.push(`${indent}${ids.get(before)} ${arrow(statuses)} ${ids.get(name)}`);
    return Object.entries(group).flatMap(([name, { runAfter = {} }]) =>
      Object.keys(runAfter).length === 0 ? [ids.get(name) ?? ''] : [],
    );
  };

  const trigger = nextId();
  lines.push(`  ${trigger}([${quoted(readable(triggerName))}])`);
  for (const first of drawAll(steps, '  ')) lines.push(`  ${trigger} --> ${first}`);
  return ['```mermaid', 'flowchart TD', ...lines, '```'].join('\n');
};
