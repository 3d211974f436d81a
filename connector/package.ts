import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import project from '../package.json' with { type: 'json' };
import { commandFlags } from './commandFlags.ts';
import { templates } from './flows/templates.ts';
import { readEnvironments } from './packaging/environment.ts';
import { openPoints } from './packaging/openPoints.ts';
import { packagesOf } from './packaging/packagesOf.ts';

const here = import.meta.dirname;
const usage = `npm run package -- [flags]

Packs the connector and the prebuilt flows as solutions, for each environment.

  --environment <name>   only this one
  --environments <file>  the file of environments, connector/environments.json unless told
  --out <path>           the folder that they are written to, packages unless told
  --help                 this text`;

const values = commandFlags(usage, {
  environment: { type: 'string' },
  environments: { type: 'string', default: join(here, 'environments.json') },
  out: { type: 'string', default: join(here, '../packages') },
});

const read = (file: string): Promise<string> => readFile(join(here, file), 'utf8');
const environments = await readFile(values.environments, 'utf8')
  .then((text) => readEnvironments(JSON.parse(text), templates))
  .catch((error: unknown) => {
    console.error(`${values.environments}: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  });
const chosen = Object.entries(environments).filter(([name]) => [name, undefined].includes(values.environment));
if (chosen.length === 0) {
  console.error(`There is no environment ${values.environment}; there are ${Object.keys(environments).join(', ')}.`);
  process.exit(1);
}

const connector = {
  definition: await read('apiDefinition.swagger.json'),
  properties: await read('apiProperties.json'),
  icon: await readFile(join(here, 'icon.png')),
};
for (const [name, environment] of chosen) {
  const folder = join(values.out, name);
  await rm(folder, { recursive: true, force: true });
  for (const [file, content] of Object.entries(
    packagesOf({ connector, templates, environment, version: project.version }),
  )) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
    console.log(`${relative(process.cwd(), join(folder, file))}  ${content.length} bytes`);
  }
  for (const point of openPoints(environment, templates)) console.log(`  ${name}: ${point}`);
}
