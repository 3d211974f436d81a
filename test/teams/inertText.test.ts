import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inertText } from '../../functions/teams/inertText.ts';
import { anyText } from '../anyText.ts';

test('keeps names as they are', () => {
  for (const name of ['Q3_forecast *final*.xlsx', 'José O’Brien', '契約書 #2 (copy).docx', 'a & b 100% ~1']) {
    assert.equal(inertText(name, 100), name);
  }
});

test('leaves no link, image, mention or date function', () => {
  assert.equal(inertText('[Sign in](https://evil.test)', 100), '[Sign in] (https://evil.test)');
  assert.equal(inertText('![](https://evil.test/t.gif)', 100), '![] (https://evil.test/t.gif)');
  assert.equal(inertText('<at>everyone</at>', 100), '‹at›everyone‹/at›');
  assert.equal(inertText('{{{DATE(2026-11-22T00:00:00Z)}}', 100), '{ { {DATE(2026-11-22T00:00:00Z)}}');
});

test('drops characters that hide or reorder text, and puts it on one line', () => {
  assert.equal(inertText('invoice\u202Efdp.exe\u0000\u200B', 100), 'invoicefdp.exe');
  assert.equal(inertText('one\r\n\ttwo\u2028three', 100), 'one two three');
});

test('does not let a dropped character join what it parted', () => {
  assert.equal(inertText(']\u200B(https://evil.test)', 100), '] (https://evil.test)');
  assert.equal(inertText('{\u202E{TIME(x)}}', 100), '{ {TIME(x)}}');
  // Joiners, which messages of people keep.
  assert.equal(inertText(']\u200D(https://evil.test)', 100), '] (https://evil.test)');
  assert.equal(inertText('{\u200C{TIME(x)}}', 100), '{ {TIME(x)}}');
});

test('cuts long text between characters', () => {
  assert.equal(inertText('abcdef', 6), 'abcdef');
  assert.equal(inertText('abcdefg', 6), 'abcde…');
  assert.equal(inertText('abc😀def', 5), 'abc…');
});

test('is inert and short whatever comes in, and a second time changes nothing of note', () => {
  const syllable = fc.constantFrom(
    '](',
    '[',
    ']',
    '(',
    '<at>',
    '{',
    '{{',
    '}',
    '\u200B',
    '\u202E',
    '\ud800',
    ' ',
    '\n',
  );
  const hostile = fc.array(fc.oneof(syllable, anyText())).map((parts) => parts.join(''));
  fc.assert(
    fc.property(hostile, fc.integer({ min: 2, max: 60 }), (text, maxLength) => {
      const inert = inertText(text, maxLength);
      assert.ok(inert.length <= maxLength);
      assert.ok(inert.isWellFormed());
      assert.doesNotMatch(inert, /[<>\n\p{Cc}\p{Cf}]|\]\(|\{\{/u);
      assert.equal(inertText(inert, maxLength), inert.trim());
    }),
  );
});
