import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import SwaggerParser from '@apidevtools/swagger-parser';
import { checkOperations } from '../../connector/checkOperations.ts';
import { breakingChanges } from '../../connector/compatibility/breakingChanges.ts';
import { printSwagger } from '../../connector/printSwagger.ts';
import type { Operation } from '../../functions/runtime/operation.ts';
import { listAlerts, sampleOperations } from './sampleOperations.ts';

const others = sampleOperations.filter((operation) => operation !== listAlerts);

const first: Operation<never> = {
  ...listAlerts,
  summary: `${listAlerts.summary} (deprecated)`,
  visibility: 'advanced',
  revision: { family: 'ListAlerts', number: 1, replacedBy: 'ListAlerts_V2' },
};
const second: Operation<never> = {
  ...listAlerts,
  operationId: 'ListAlerts_V2',
  path: '/v2/alerts',
  revision: { family: 'ListAlerts', number: 2 },
};

const { revision: _, ...unrevised } = second;

const print = (...operations: readonly Operation<never>[]) => JSON.parse(printSwagger(operations, '1.0.0'));
const faultsOf = (...operations: readonly Operation<never>[]): readonly string[] =>
  checkOperations([...operations, ...others]).map(({ place, message }) => `${place}: ${message}`);

describe('a trial revision', () => {
  test('keeps the rules, and breaks no saved flow', async () => {
    assert.deepEqual(faultsOf(first, second), []);
    await SwaggerParser.validate(print(first, second, ...others));
    assert.deepEqual(breakingChanges(print(listAlerts, ...others), print(first, second, ...others)), []);
  });

  test('is what the designer offers, and the first is what saved flows keep', () => {
    const { paths } = print(first, second);
    assert.deepEqual(paths['/v2/alerts'].get['x-ms-api-annotation'], {
      family: 'ListAlerts',
      revision: 2,
      status: 'Production',
    });
    const replaced = paths['/alerts'].get;
    assert.equal(replaced.deprecated, true);
    assert.equal(replaced['x-ms-visibility'], 'advanced');
    assert.deepEqual(replaced['x-ms-api-annotation'].replacement, {
      api: 'Purview Response',
      operationId: 'ListAlerts_V2',
    });
  });
});

const faulty: readonly (readonly [what: string, operations: readonly Operation<never>[], message: RegExp])[] = [
  [
    'an id that does not say which revision it is',
    [first, { ...second, operationId: 'ListAlertsAnew' }],
    /revision 2 of the family ListAlerts has the operation id ListAlerts_V2; rename it/,
  ],
  ['a version in the id only', [first, unrevised], /it is a later revision; declare its/],
  [
    'a version of two digits in the id only',
    [first, { ...unrevised, operationId: 'ListAlerts_V12' }],
    /it is a later revision; declare its/,
  ],
  [
    'a replacement that does not exist',
    [{ ...first, revision: { family: 'ListAlerts', number: 1, replacedBy: 'ListAlerts_V3' } }, second],
    /ListAlerts_V3, which replaces it, is no other operation of its family/,
  ],
  [
    'a replacement by itself',
    [{ ...first, revision: { family: 'ListAlerts', number: 1, replacedBy: 'ListAlerts' } }, second],
    /ListAlerts, which replaces it, is no other operation of its family/,
  ],
  ['a replaced one among the important ones', [{ ...first, visibility: 'none' }, second], /visibility 'advanced'/],
  ['a replaced one that does not say so', [{ ...first, summary: 'List old alerts' }, second], /end the summary in/],
  [
    'a first revision that is gone',
    [second],
    /the earlier revisions of ListAlerts are gone, and saved flows with them/,
  ],
  [
    'three revisions at once',
    [1, 2, 3].map((number) => ({
      ...second,
      operationId: number === 1 ? 'ListAlerts' : `ListAlerts_V${number}`,
      path: `/v${number}/alerts`,
      summary: `List alerts ${number}`,
      revision: { family: 'ListAlerts', number },
    })),
    /3 revisions of ListAlerts are offered; deprecate the oldest/,
  ],
];
for (const [what, operations, message] of faulty)
  test(`finds ${what}`, () => assert.match(faultsOf(...operations).join('\n'), message));
