import type { Operation } from '../functions/runtime/operation.ts';

/** Folders whose names do not spell out what people call them. */
const titles: Readonly<Record<string, string>> = { dlpPolicies: 'DLP policies', ediscovery: 'eDiscovery' };

const titleOf = (folder: string): string => {
  const words = folder.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return titles[folder] ?? words.charAt(0).toUpperCase() + words.slice(1);
};

export interface Group {
  readonly title: string;
  readonly operations: readonly Operation<never>[];
}

/** Operations by feature folder, groups and operations in the order of the table of contents. */
export const groupOperations = (
  operations: readonly Operation<never>[],
  folderOf: (operation: Operation<never>) => string,
): readonly Group[] =>
  [...Map.groupBy(operations, folderOf)].map(([folder, members]) => ({ title: titleOf(folder), operations: members }));
