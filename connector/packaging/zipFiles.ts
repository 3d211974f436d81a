import { type Zippable, zipSync } from 'fflate';

/** The files of a package by their path in the zip. */
export type PackageFiles = Readonly<Record<string, string | Uint8Array>>;

// The earliest time that the zip format knows. fflate reads it in local time, as the format means it.
const noTime = new Date(1980, 0, 1);

/** Zips files to the same bytes for the same contents, whatever the day, the machine and the order they come in. */
export const zipFiles = (files: PackageFiles): Uint8Array => {
  const entries = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const contents = entries.map(([path, content]) => [
    path,
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  ]);
  return zipSync(Object.fromEntries(contents) as Zippable, { level: 9, mtime: noTime, os: 0 });
};
