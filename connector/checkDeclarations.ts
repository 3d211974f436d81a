import type { Declaration, TableOfContents } from './findDeclarations.ts';

const lists: Readonly<Record<Declaration['kind'], keyof TableOfContents>> = {
  operation: 'operations',
  timer: 'timers',
  'queue consumer': 'queueConsumers',
};

/** Where the test of an operation stands: beside the others of its feature, under the name of its file. */
const testOf = (file: string): string => file.replace(/^functions\//, 'test/').replace(/\.ts$/, '.test.ts');

function* checkListed(contents: TableOfContents, declarations: readonly Declaration[]): Generator<string> {
  for (const { kind, value, exportName, file } of declarations) {
    const list = lists[kind];
    if (contents[list].some((listed) => listed === value)) continue;
    yield `${file}: the ${kind} ${exportName} is missing from functions/index.ts; add it to ${list}, or stop exporting it`;
  }
}

function* checkExported({ operations }: TableOfContents, declarations: readonly Declaration[]): Generator<string> {
  for (const operation of operations) {
    if (declarations.some(({ value }) => value === operation)) continue;
    yield `functions/index.ts: ${operation.operationId} comes from no file of a feature folder; declare it in functions/<feature>/<operation>.ts and export it`;
  }
}

function* checkTested(declarations: readonly Declaration[], hasFile: (file: string) => boolean): Generator<string> {
  const files = declarations.filter(({ kind }) => kind === 'operation').map(({ file }) => file);
  for (const file of new Set(files)) {
    if (hasFile(testOf(file))) continue;
    yield `${file}: the operation has no test; write ${testOf(file)}`;
  }
}

/** Faults between the feature folders, the table of contents and the tests, each with its remedy. */
export const checkDeclarations = (
  contents: TableOfContents,
  declarations: readonly Declaration[],
  hasFile: (file: string) => boolean,
): readonly string[] => [
  ...checkListed(contents, declarations),
  ...checkExported(contents, declarations),
  ...checkTested(declarations, hasFile),
];
