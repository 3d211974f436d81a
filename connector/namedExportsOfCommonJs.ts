import type { Plugin } from 'esbuild';

const namespace = 'names-of-commonjs';

/** Node adds this name to what a CommonJS module exports, and to nothing else. */
const commonJsMark = 'module.exports';

/**
 * Lets `const { name } = await import('package')` find the names of a CommonJS package as it does in Node: esbuild
 * makes a chunk of it that exports a default only. The names are those that Node itself finds.
 */
export const namedExportsOfCommonJs: Plugin = {
  name: namespace,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ kind, path, importer, resolveDir }) =>
      kind === 'dynamic-import' && !path.startsWith('node:') && !importer.includes('node_modules')
        ? { namespace, path, pluginData: resolveDir }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace }, async ({ path, pluginData: resolveDir }) => {
      const names = Object.keys(await import(path));
      const from = JSON.stringify(path);
      if (!names.includes(commonJsMark)) {
        const standard = names.includes('default') ? `export { default } from ${from};` : '';
        return { resolveDir, contents: `export * from ${from}; ${standard}` };
      }
      const own = names.filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
      const exported = own.map((name) => `const $${name} = all.${name}; export { $${name} as ${name} };`);
      return {
        resolveDir,
        contents: `import * as all from ${from}; export default all.default; ${exported.join('\n')}`,
      };
    });
  },
};
