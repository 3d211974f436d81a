import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { bundle } from './bundle.ts';
import { commandFlags } from './commandFlags.ts';
import { describeBundle } from './describeBundle.ts';

commandFlags('npm run build\n\nBundles the deployable into dist/, and lists what is in it.', {});

const root = join(import.meta.dirname, '..');
const outdir = join(root, 'dist');
await rm(outdir, { recursive: true, force: true });
const metafile = await bundle(join(root, 'functions/main.ts'), outdir);
console.log(describeBundle(metafile, relative(process.cwd(), outdir)));
