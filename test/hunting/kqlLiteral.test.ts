import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { kqlLiteral } from '../../functions/hunting/kqlLiteral.ts';
import { kqlTokens } from '../../sandbox/graph/hunting/kqlTokens.ts';
import { anyText } from '../anyText.ts';

for (const [value, literal] of [
  ['adele@contoso.com', '"adele@contoso.com"'],
  ['say "hi"', '"say \\"hi\\""'],
  ['C:\\temp\\', '"C:\\\\temp\\\\"'],
  ["O'Neill", '"O\'Neill"'],
  ['a\nb\r\tc', '"a\\nb\\r\\tc"'],
  ['Ärger\u0000\u2028', '"\\u00c4rger\\u0000\\u2028"'],
  ['" | take 1 //', '"\\" | take 1 //"'],
  [new Date('2026-09-01T08:00:00Z'), 'datetime(2026-09-01T08:00:00.000Z)'],
] as const)
  test(`writes ${JSON.stringify(value)} as ${literal}`, () => {
    assert.equal(kqlLiteral(value), literal);
  });

test('writes every text as one literal that means the text, and that nothing can leave', () => {
  fc.assert(
    fc.property(anyText({ maxLength: 60 }), (text) => {
      const literal = kqlLiteral(text);
      assert.match(literal, /^[ -~]*$/);
      assert.deepEqual(kqlTokens(literal), [{ kind: 'string', text }]);
      assert.equal(kqlTokens(`T | where A == ${literal} | take 1`).length, 9);
    }),
  );
});
