import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a run of many files says in which folder it has bundled the app, and the host that runs it. */
export const bundledApp = 'APP_OF_TESTS';

/** The command that runs the app as it is now: bundled by the run that this test is part of, or from its source. */
export function ofApp(port: number): readonly string[] {
  const folder = process.env[bundledApp];
  if (folder !== undefined) return ofBundle(folder, 'dist/main.js', port);
  return [join(import.meta.dirname, '../sandbox/host.ts'), '--port', String(port)];
}

/** The command that runs a folder as it is deployed: as Azure Functions does, from the `main` of its package.json. */
export async function ofFolder(folder: string, port: number): Promise<readonly string[]> {
  const { main } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return ofBundle(folder, main, port);
}

const ofBundle = (folder: string, main: string, port: number): readonly string[] => [
  hostScript(),
  join(folder, main),
  String(port),
  folder,
];

function hostScript(): string {
  const folder = process.env[bundledApp];
  return folder === undefined
    ? join(import.meta.dirname, 'sandbox/host/fixture/command.ts')
    : join(folder, 'host/main.js');
}
