import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { parse } from 'acorn';
import { full } from 'acorn-walk';
import { check } from 'recheck';
import type { Schema } from '../../functions/runtime/schema.ts';
import { allOperations } from '../tableOfContents.ts';
import { type Findings, sweep } from './sweep.ts';

interface Pattern {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

const longestMs = 500;
// What looks around itself or back is tried with hostile texts; everything else is decided, whatever it repeats.
const canBeTriedOnly = /\(\?<?[=!]|\\[1-9]/;
const decided = { maxRepeatCount: 1_000, maxSimpleRepeatCount: 1_000 };
const repository = join(import.meta.dirname, '../..');

function patternsOfFile(file: string): readonly Pattern[] {
  const script = stripTypeScriptTypes(readFileSync(join(repository, file), 'utf8'));
  const found: Pattern[] = [];
  full(parse(script, { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
    if ('regex' in node) {
      const { pattern, flags } = node.regex as { pattern: string; flags: string };
      found.push({ where: file, source: pattern, flags });
    }
  });
  return found;
}

function patternsOfSchema(where: string, schema: Schema): readonly Pattern[] {
  if (schema.type === 'array') return patternsOfSchema(where, schema.items);
  if (schema.type === 'object' && 'properties' in schema) {
    return Object.entries(schema.properties).flatMap(([name, property]) =>
      patternsOfSchema(`${where}.${name}`, property),
    );
  }
  // ajv compiles patterns with the flag u.
  return schema.type === 'string' && schema.pattern !== undefined
    ? [{ where, source: schema.pattern, flags: 'u' }]
    : [];
}

/** Every regular expression that the back end runs on texts of others: some input must not keep it busy. */
export async function slowPatterns(): Promise<Findings> {
  const ofInputs = allOperations.flatMap(({ operationId, parameters, body }) => [
    ...Object.entries(parameters).flatMap(([name, schema]) => patternsOfSchema(`${operationId}.${name}`, schema)),
    ...(body ? patternsOfSchema(operationId, body) : []),
  ]);
  const ofFiles = globSync('functions/**/*.ts', { cwd: repository }).flatMap(patternsOfFile);
  const distinct = new Map(
    [...ofInputs, ...ofFiles].map((pattern) => [`/${pattern.source}/${pattern.flags}`, pattern]),
  );
  return sweep(
    [...distinct.values()],
    ({ where, source, flags }) => `${where} /${source}/${flags}`,
    async ({ source, flags }) => {
      const found = await check(source, flags, {
        timeout: 60_000,
        randomSeed: 1,
        ...(!canBeTriedOnly.test(source) && decided),
      });
      if (found.status === 'safe') return;
      if (found.status === 'unknown') throw new Error('not decided in a minute');
      const startedMs = performance.now();
      found.attack.string.replace(new RegExp(source, flags), '');
      // What takes no time in the engine that runs it is none: where the checker can only try, it may be wrong.
      const tookMs = performance.now() - startedMs;
      if (tookMs > longestMs) throw new Error(`${found.complexity.summary}, ${Math.round(tookMs)} ms for an attack`);
    },
    2,
  );
}
