import { globSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Operation } from '../functions/runtime/operation.ts';
import type { QueueConsumer } from '../functions/runtime/queueConsumer.ts';
import type { Timer } from '../functions/runtime/timer.ts';

/** What the table of contents lists. */
export interface TableOfContents {
  readonly operations: readonly Operation<never>[];
  readonly timers: readonly Timer<never>[];
  readonly queueConsumers: readonly QueueConsumer<never>[];
}

export interface Declaration {
  readonly kind: 'operation' | 'timer' | 'queue consumer';
  /** The very value that is exported, to be found again in the table of contents. */
  readonly value: unknown;
  readonly exportName: string;
  /** Below the root, with slashes: `functions/alerts/updateAlert.ts`. */
  readonly file: string;
  /** The feature: `alerts`. */
  readonly folder: string;
}

const kindOf = (value: unknown): Declaration['kind'] | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('operationId' in value && 'handler' in value) return 'operation';
  if ('schedule' in value && 'run' in value) return 'timer';
  return 'queue' in value && 'message' in value && 'run' in value ? 'queue consumer' : undefined;
};

/** Every operation, timer and queue consumer that a file below `functions/<feature>/` exports. */
export const findDeclarations = async (root: string): Promise<readonly Declaration[]> => {
  const files = globSync('functions/*/**/*.ts', { cwd: root }).sort();
  const found = await Promise.all(
    files.map(async (path) => {
      const file = path.replaceAll(sep, '/');
      const [, folder = basename(root)] = file.split('/');
      const exported: object = await import(pathToFileURL(join(root, path)).href);
      return Object.entries(exported).flatMap(([exportName, value]): readonly Declaration[] => {
        const kind = kindOf(value);
        return kind === undefined ? [] : [{ kind, value, exportName, file, folder }];
      });
    }),
  );
  return found.flat();
};
