import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { namedExportsOfCommonJs } from './namedExportsOfCommonJs.ts';

// Bundled CommonJS modules still call require for what is not bundled: Node's own modules, and the module that the
// Functions worker supplies at run time.
const banner =
  "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);";

/**
 * Bundles an entry point into `main.js` and one chunk for each dynamic import, as ES modules that need no node_modules
 * beside them. Identifiers keep their names, so that stack traces can be read without the source maps.
 */
export const bundle = async (entry: string, outdir: string): Promise<Metafile> => {
  const { metafile } = await build({
    entryPoints: { main: entry },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    chunkNames: 'chunks/[name]-[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'linked',
    external: ['@azure/functions-core'],
    banner: { js: banner },
    plugins: [namedExportsOfCommonJs],
    metafile: true,
    logLevel: 'warning',
  });
  await writeFile(join(outdir, 'package.json'), '{ "type": "module" }\n');
  return metafile;
};
