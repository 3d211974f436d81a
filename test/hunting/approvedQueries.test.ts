import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approvedQueries } from '../../functions/hunting/approvedQueries.ts';
import { fillQuery } from '../../functions/hunting/fillQuery.ts';
import { huntingParameters } from '../../functions/hunting/huntingParameters.ts';
import { runHuntingQuery } from '../../functions/hunting/runHuntingQuery.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { parseKql } from '../../sandbox/graph/hunting/parseKql.ts';

const values = { user: 'adele@contoso.com', fileName: 'a.xlsx', domain: 'fabrikam.com', alertId: 'dl1' } as const;
const since = new Date('2026-09-01T08:00:00Z');

test('has queries of different names, each with a title, a version over all, and inputs that there are', () => {
  const { version, queries } = approvedQueries;
  assert.ok(Number.isInteger(version) && version >= 1);
  assert.equal(new Set(queries.map(({ name }) => name)).size, queries.length);
  for (const { name, title, description, needs } of queries) {
    assert.match(name, /^[a-z][A-Za-z]+$/);
    assert.match(title, /^[A-Z].*[^.]$/);
    assert.match(description, /^[A-Z].*\.$/);
    assert.notEqual(needs.length, 0, `${name} would find the same for everybody`);
    for (const need of needs) assert.ok(need in huntingParameters);
  }
});

for (const query of approvedQueries.queries) {
  const needed = Object.fromEntries(query.needs.map((need) => [need, values[need]]));

  test(`${query.name} has a place for each input that it needs and for the time, and for nothing else`, () => {
    const places = [...query.kql.join('\n').matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(places)].sort(), [...query.needs, 'since'].sort());
    const filled = fillQuery(query, needed, since);
    assert.doesNotMatch(filled, /\{\{/);
    assert.doesNotThrow(() => parseKql(filled));
  });

  test(`${query.name} refuses an input that it lacks or has no use for, by its name`, () => {
    for (const need of query.needs) {
      const { [need]: _left, ...others } = needed;
      assert.throws(() => fillQuery(query, others, since), {
        code: 'InvalidInput',
        faults: [{ field: need, message: `is required; the query ${query.name} takes ${query.needs.join(' and ')}` }],
      });
    }
    for (const name of (Object.keys(values) as (keyof typeof values)[]).filter(
      (other) => !query.needs.includes(other),
    )) {
      assert.throws(
        () => fillQuery(query, { ...needed, [name]: values[name] }, since),
        (error) => {
          assert.match(String(error), new RegExp(`${name}: must be left out`));
          return true;
        },
      );
    }
  });

  test(`${query.name} tells nobody of insider risk alerts, whose people are hidden elsewhere`, () => {
    const text = query.kql.join('\n');
    if (/^Alert/.test(text)) assert.match(text, /ServiceSource == 'Microsoft Data Loss Prevention'/);
  });
}

test('takes no text for another type of input', () => {
  const faults = validatorOf(runHuntingQuery.body ?? assert.fail(), 'body');
  const body = { queryName: 'x', user: 'nobody', domain: 'a b', days: 31, top: 0 };
  assert.deepEqual(
    faults(body)
      .map(({ field }) => field)
      .sort(),
    ['days', 'domain', 'top', 'user'],
  );
  assert.deepEqual(
    faults({ ...body, kql: 'T' }).some(({ field }) => field === 'kql'),
    true,
  );
});
