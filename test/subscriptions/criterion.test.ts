import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Facets } from '../../functions/events/event.ts';
import { type Criterion, meets } from '../../functions/subscriptions/criterion.ts';

const facets: Facets = {
  named: { operations: ['FileDownloaded'], nothing: [] },
  counts: { sensitiveTypes: { 'Credit Card Number': 12, IBAN: 3 } },
};

const cases: readonly (readonly [what: string, criterion: Criterion, expected: boolean])[] = [
  ['a name, in any case', { facet: 'operations', anyOf: ['fileDELETED', 'filedownloaded'] }, true],
  ['no other name', { facet: 'operations', anyOf: ['FileDeleted'] }, false],
  ['no name that is only alike', { facet: 'operations', anyOf: ['File'] }, false],
  ['anything, for an empty list', { facet: 'operations', anyOf: [] }, true],
  ['anything, for an empty list about a facet that is not there', { facet: 'apps', anyOf: [] }, true],
  ['no name of a facet that is not there', { facet: 'apps', anyOf: ['Dropbox'] }, false],
  ['no name of a facet that is empty', { facet: 'nothing', anyOf: ['Dropbox'] }, false],
  ['an amount among all', { facet: 'sensitiveTypes', atLeast: 12 }, true],
  ['no amount below', { facet: 'sensitiveTypes', atLeast: 13 }, false],
  ['an amount of a name, in any case', { facet: 'sensitiveTypes', atLeast: 3, among: ['iban'] }, true],
  ['no amount of another name', { facet: 'sensitiveTypes', atLeast: 4, among: ['IBAN'] }, false],
  ['no amount of a facet that is not there', { facet: 'files', atLeast: 1 }, false],
];

for (const [what, criterion, expected] of cases)
  test(`lets through ${what}`, () => assert.equal(meets(criterion, facets), expected));
