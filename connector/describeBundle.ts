import { relative } from 'node:path';
import type { Metafile } from 'esbuild';

type Output = Metafile['outputs'][string];

/** How many files are listed one by one. */
const longest = 20;

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1).padStart(8)} kB`;

/** The package that a bundled file comes from; our own code counts as one. */
const packageOf = (input: string): string =>
  /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? 'our own code';

const packages = ({ inputs }: Output): string => {
  const sizes = new Map<string, number>();
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    sizes.set(packageOf(input), (sizes.get(packageOf(input)) ?? 0) + bytesInOutput);
  }
  return [...sizes]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([name]) => name)
    .join(', ');
};

/** What loads when the entry point does: itself and the chunks it imports statically. */
const loadedAtStart = (outputs: Metafile['outputs'], file: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { path, kind } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && outputs[path] !== undefined) loadedAtStart(outputs, path, seen);
  }
  return seen;
};

/** A line for each of the largest bundled files with what is in it and whether a cold start reads it. */
export const describeBundle = ({ outputs }: Metafile, outdir: string): string => {
  const files = Object.entries(outputs)
    .filter(([file]) => file.endsWith('.js'))
    .sort(([, a], [, b]) => b.bytes - a.bytes);
  const entry = files.find(([file]) => relative(outdir, file) === 'main.js');
  const atStart = loadedAtStart(outputs, entry?.[0] ?? '');
  const total = (isCounted: (file: string) => boolean): string =>
    kilobytes(files.reduce((sum, [file, { bytes }]) => sum + (isCounted(file) ? bytes : 0), 0));
  const shown = files.slice(0, longest);
  const rest = files.slice(longest);
  return [
    ...shown.map(
      ([file, output]) =>
        `${kilobytes(output.bytes)}  ${atStart.has(file) ? 'start' : 'later'}  ${relative(outdir, file)}  (${packages(output)})`,
    ),
    ...(rest.length > 0
      ? [`${total((file) => rest.some(([name]) => name === file))}  in ${rest.length} smaller files`]
      : []),
    `${total((file) => atStart.has(file))}  at start`,
    `${total(() => true)}  in all`,
  ].join('\n');
};
