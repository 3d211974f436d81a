import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../../connector/bundle.ts';

/**
 * Bundles the app into a folder from which hosts run it: dozens of them start in a run, and from the source each loads
 * hundreds of files.
 */
export async function bundleApp(root: string, folder: string): Promise<string> {
  await bundle(join(root, 'functions/main.ts'), join(folder, 'dist'));
  await copyFile(join(root, 'host.json'), join(folder, 'host.json'));
  return folder;
}
