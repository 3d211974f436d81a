import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { and, eq, ge, holds, lt, or } from '../../../functions/integrations/graph/filter.ts';
import { graphPath } from '../../../functions/integrations/graph/graphPath.ts';
import { parseFilter } from '../../../sandbox/graph/odata/parseFilter.ts';
import { anyText } from '../../anyText.ts';
import { hostileTexts } from '../../doors/hostileTexts.ts';

test('writes literals as OData does: quotes doubled, times bare', () => {
  assert.equal(eq('title', "O'Neill's").text, "title eq 'O''Neill''s'");
  assert.equal(ge('createdDateTime', new Date(0)).text, 'createdDateTime ge 1970-01-01T00:00:00.000Z');
  assert.equal(eq('assignedTo', null).text, 'assignedTo eq null');
  assert.equal(holds('groupTypes', "O'Neill").text, "groupTypes/any(item:item eq 'O''Neill')");
});

test('makes one literal of any text, whatever stands in it', () => {
  const texts = fc.oneof(anyText(), fc.constantFrom(...Object.values(hostileTexts)));
  fc.assert(
    fc.property(texts, (text) => {
      const literal = { kind: 'string', text };
      assert.deepEqual(parseFilter(eq('title', text).text), {
        kind: 'comparison',
        property: 'title',
        comparison: 'eq',
        literal,
      });
    }),
  );
});

test('puts parentheses where the operators change, and only there', () => {
  const window = and(ge('a', 1), lt('a', 2));
  const either = or(eq('b', 'x'), eq('b', 'y'));
  assert.equal(and(window, either, undefined)?.text, "a ge 1 and a lt 2 and (b eq 'x' or b eq 'y')");
  assert.equal(or(window, eq('c', true))?.text, '(a ge 1 and a lt 2) or c eq true');
});

test('makes no filter of no conditions, and leaves a single one alone', () => {
  assert.equal(and(undefined, or()), undefined);
  assert.equal(and(or(eq('b', 'x')), eq('c', 1))?.text, "b eq 'x' and c eq 1");
});

test('keeps each inserted part of a path one segment', () => {
  assert.equal(graphPath`/security/alerts_v2/${'a/b?c#d'}/comments`, '/security/alerts_v2/a%2Fb%3Fc%23d/comments');
  for (const id of ['', '.', '..', 'half a letter \ud800']) {
    assert.throws(() => graphPath`/security/alerts_v2/${id}`, { name: 'Problem', code: 'InvalidInput' });
  }
});
