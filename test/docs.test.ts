import assert from 'node:assert/strict';
import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { anchor } from '../connector/markdown.ts';
import { allOperations } from './tableOfContents.ts';

const root = join(import.meta.dirname, '..');
const decisions = join(root, 'docs/decisions');

const pages = async (): Promise<readonly string[]> => [
  join(root, 'README.md'),
  ...(await readdir(join(root, 'docs'), { recursive: true }))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(root, 'docs', name)),
];

const withoutCode = (markdown: string): string =>
  markdown.replaceAll(/^ *```.*?^ *```$/gms, '').replaceAll(/`[^`\n]*`/g, 'code');

const linksOf = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => target ?? []);

/** Headings that repeat get -1, -2, … on GitHub. */
const anchorsOf = (markdown: string): ReadonlySet<string> => {
  const seen = new Map<string, number>();
  const headings = markdown.replaceAll(/^ *```.*?^ *```$/gms, '').matchAll(/^#{1,6} +(.+?) *$/gm);
  return new Set(
    [...headings].map(([, heading = '']) => {
      const plain = anchor(heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
      const times = seen.get(plain) ?? 0;
      seen.set(plain, times + 1);
      return times === 0 ? plain : `${plain}-${times}`;
    }),
  );
};

const anchorsByFile = new Map<string, Promise<ReadonlySet<string>>>();

const anchorsIn = (file: string): Promise<ReadonlySet<string>> => {
  const anchors = anchorsByFile.get(file) ?? readFile(file, 'utf8').then(anchorsOf);
  anchorsByFile.set(file, anchors);
  return anchors;
};

const faultOf = async (page: string, link: string): Promise<string | undefined> => {
  if (/^[a-z]+:/.test(link)) return undefined;
  const { pathname, hash } = new URL(link, pathToFileURL(page));
  const target = fileURLToPath(`file://${pathname}`);
  const told = `${relative(root, page)}: ${link}`;
  try {
    await access(target);
  } catch {
    return `${told} leads to no file`;
  }
  if (hash === '' || (await anchorsIn(target)).has(decodeURIComponent(hash))) return undefined;
  return `${told} leads to no heading`;
};

test('every link of the guides leads to a file and a heading that exist', async () => {
  const found = await Promise.all(
    (await pages()).map(async (page) => {
      const links = new Set(linksOf(await readFile(page, 'utf8')));
      return { links: links.size, faults: await Promise.all([...links].map((link) => faultOf(page, link))) };
    }),
  );
  assert.ok(found.reduce((sum, { links }) => sum + links, 0) > 100, 'links were found at all');
  assert.deepEqual(
    found.flatMap(({ faults }) => faults).filter((fault) => fault !== undefined),
    [],
  );
});

test('every guide can be reached from the README', async () => {
  const unreached = new Set(await pages());
  const follow = async (page: string): Promise<void> => {
    if (!unreached.delete(page)) return;
    const targets = linksOf(await readFile(page, 'utf8')).map((link) => link.split('#')[0] ?? '');
    for (const target of targets) {
      await follow(join(dirname(page), target));
    }
  };
  await follow(join(root, 'README.md'));
  assert.deepEqual(
    [...unreached].map((page) => relative(root, page)),
    [],
  );
});

test('the index of decisions names each record once, by its number and its title, in order', async () => {
  const files = (await readdir(decisions)).filter((name) => /^\d/.test(name)).sort();
  const records = await Promise.all(
    files.map(async (file) => {
      const title = /^# (.+)$/m.exec(await readFile(join(decisions, file), 'utf8'))?.[1];
      return `- [${title}](${file})`;
    }),
  );
  const index = await readFile(join(decisions, 'README.md'), 'utf8');
  assert.deepEqual(
    index.split('\n').filter((line) => line.startsWith('- ')),
    records,
  );
  assert.deepEqual(
    files.map((file) => Number(file.slice(0, 4))),
    files.map((_, place) => place + 1),
  );
});

test('the README lists every command of package.json', async () => {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const commands = Object.keys(scripts).map((name) => (['start', 'test'].includes(name) ? name : `run ${name}`));
  assert.deepEqual(
    commands.filter((command) => !new RegExp(`^\\| \`npm ${command}\` `, 'm').test(readme)),
    [],
  );
});

test('the README counts triggers and actions as the connector has them', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const offered = allOperations.filter(
    ({ audience, visibility }) => audience === 'listed' && visibility !== 'internal',
  );
  const triggers = offered.filter(({ trigger }) => trigger !== undefined);
  assert.match(readme, new RegExp(`\\b${triggers.length} triggers\\b`));
  assert.match(readme, new RegExp(`\\b${offered.length - triggers.length} actions\\b`));
});

test('the guides to architecture and privacy name every table', async () => {
  const tables = (await readFile(join(root, 'functions/composition/openStores.ts'), 'utf8')).match(/'purview\w+'/g);
  assert.ok(tables !== null && tables.length > 10);
  for (const guide of ['architecture.md', 'privacy.md']) {
    const text = await readFile(join(root, 'docs', guide), 'utf8');
    assert.deepEqual(
      tables.filter((table) => !text.includes(`\`${table.slice(1, -1)}\``)),
      [],
      guide,
    );
  }
});
