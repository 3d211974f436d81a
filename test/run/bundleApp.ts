import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../../connector/bundle.ts';

/**
 * Bundles the app, and the host that runs it, into a folder: dozens of hosts start in a run, and from the source each
 * loads hundreds of files.
 */
export async function bundleApp(root: string, folder: string): Promise<string> {
  await Promise.all([
    bundle(join(root, 'functions/main.ts'), join(folder, 'dist')),
    bundle(join(root, 'test/sandbox/host/fixture/command.ts'), join(folder, 'host')),
  ]);
  await copyFile(join(root, 'host.json'), join(folder, 'host.json'));
  return folder;
}
