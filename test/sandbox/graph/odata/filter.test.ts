import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GraphError } from '../../../../sandbox/graph/graphError.ts';
import { comparableInstant, compileFilter } from '../../../../sandbox/graph/odata/compileFilter.ts';
import { type Comparison, type Filter, parseFilter } from '../../../../sandbox/graph/odata/parseFilter.ts';

const filterableProperties = {
  owner: { type: 'string' },
  at: { type: 'dateTime' },
  severity: { type: 'enum', members: ['low', 'medium', 'high'] },
  kinds: { type: 'strings' },
} as const;

function matches(filter: string, record: Record<string, unknown>): boolean {
  return compileFilter(parseFilter(filter), filterableProperties)(record);
}

test('binds and closer than or, and parentheses closer than both', () => {
  const record = { owner: 'a', severity: 'low' };
  assert.equal(matches("owner eq 'a' or owner eq 'b' and severity eq 'high'", record), true);
  assert.equal(matches("(owner eq 'a' or owner eq 'b') and severity eq 'high'", record), false);
  assert.equal(matches("not (owner eq 'a' and severity eq 'high')", record), true);
});

test('reads doubled quotes, and operators inside a string as text', () => {
  assert.equal(matches("owner eq 'O''Brien'", { owner: "O'Brien" }), true);
  assert.equal(matches("owner eq ') or (owner ne ''x'''", { owner: "') or (owner ne 'x'".slice(1) }), true);
  assert.equal(matches("owner eq ''", { owner: '' }), true);
});

test('compares instants by all seven digits and over time zones', () => {
  const record = { at: '2026-11-01T10:00:00.1234567Z' };
  assert.equal(matches('at gt 2026-11-01T10:00:00.1234566Z', record), true);
  assert.equal(matches('at gt 2026-11-01T10:00:00.1234567Z', record), false);
  assert.equal(matches('at ge 2026-11-01T12:00:00.1234567+02:00', record), true);
  assert.equal(matches('at lt 2026-11-01T10:00:00.2Z', record), true);
  // As long as the times that the sandbox writes, and another one.
  assert.equal(matches('at eq 2026-11-01T08:00:00.12Z', { at: '2026-11-01T10:00:00.12+02:00' }), true);
});

test('compares enum members by their value, written plainly, with their type, or in a list', () => {
  assert.equal(matches("severity gt 'low'", { severity: 'high' }), true);
  assert.equal(matches("severity eq microsoft.graph.security.alertSeverity'high'", { severity: 'high' }), true);
  assert.equal(matches("severity in ('low', 'high')", { severity: 'high' }), true);
  assert.equal(matches("severity in ('low','medium')", { severity: 'high' }), false);
});

test('asks whether a list holds a text', () => {
  assert.equal(matches("kinds/any(x:x eq 'a')", { kinds: ['b', 'a'] }), true);
  assert.equal(matches("kinds/any(x:x eq 'a') and owner eq 'o'", { kinds: ['b'], owner: 'o' }), false);
  assert.equal(matches("not (kinds/any(x:x eq 'a'))", { kinds: [] }), true);
});

test('a null equals null only and is neither before nor after anything', () => {
  assert.equal(matches('owner eq null', { owner: null }), true);
  assert.equal(matches("owner ne 'a'", { owner: null }), true);
  assert.equal(matches("owner lt 'z'", { owner: null }), false);
  assert.equal(matches("not (owner lt 'z')", { owner: null }), true);
});

test('a stored value of the wrong type counts as null', () => {
  assert.equal(matches("owner eq 'a'", { owner: ['a'] }), false);
  assert.equal(matches('at ge 2026-01-01T00:00:00Z', { at: 'the day before yesterday' }), false);
});

const faulty = [
  '',
  'owner',
  "owner eq 'a",
  "owner eq 'a' and",
  "owner eq 'a' xor owner eq 'b'",
  "(owner eq 'a'",
  "owner eq 'a')",
  "owner = 'a'",
  "owner EQ 'a'",
  'owner eq a',
  "not owner eq 'a'",
  "investigationState eq 'running'",
  "constructor eq 'a'",
  "severity eq 'severe'",
  'severity eq high',
  "at ge '2026-11-01T00:00:00Z'",
  'at ge 2026-11-01',
  'at ge 2026-13-41T00:00:00Z',
  "severity in 'low'",
  'severity in ()',
  "contains(owner, 'a')",
  "evidence/any(e: e/x eq 'a')",
  "kinds/any(x:y eq 'a')",
  "kinds/any(x:x ne 'a')",
  "kinds/any(x:x eq 'a'",
  'kinds/any(x:x eq null)',
  "kinds eq 'a'",
  "owner/any(x:x eq 'a')",
  `${'('.repeat(50_000)}owner eq 'a'${')'.repeat(50_000)}`,
];
for (const filter of faulty) {
  test(`refuses the filter ${filter.slice(0, 60) || '(empty)'}`, () => {
    assert.throws(
      () => matches(filter, { owner: 'a' }),
      (error) => error instanceof GraphError && error.status === 400,
    );
  });
}

function comparisonOf(comparison: Comparison, text: string): Filter {
  return { kind: 'comparison', property: 'owner', comparison, literal: { kind: 'string', text } };
}

const { filter: anyFilter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small' },
    fc
      .tuple(fc.constantFrom('eq' as const, 'ne' as const, 'gt' as const, 'le' as const), fc.string({ maxLength: 6 }))
      .map(([comparison, text]) => comparisonOf(comparison, text)),
    fc
      .string({ maxLength: 6 })
      .map((text) => ({ kind: 'any' as const, property: 'kinds', literal: { kind: 'string' as const, text } })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), tie('filter'), tie('filter'))
      .map(([kind, left, right]) => ({ kind, left, right })),
    tie('filter').map((operand) => ({ kind: 'not' as const, operand })),
  ),
}));

function print(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${print(filter.left)}) ${filter.kind} (${print(filter.right)})`;
    case 'not':
      return `not (${print(filter.operand)})`;
    case 'in':
      return `${filter.property} in (${filter.literals.map(printLiteral).join(', ')})`;
    case 'any':
      return `${filter.property}/any(x:x eq ${printLiteral(filter.literal)})`;
    case 'comparison':
      return `${filter.property} ${filter.comparison} ${printLiteral(filter.literal)}`;
  }
}

function printLiteral(value: { kind: string; text?: string }): string {
  return value.kind === 'string' ? `'${(value.text ?? '').replaceAll("'", "''")}'` : (value.text ?? 'null');
}

test('parses back every filter that it can print', () => {
  fc.assert(fc.property(anyFilter, (filter) => assert.deepEqual(parseFilter(print(filter)), filter)));
});

test('orders instants as their times are ordered', () => {
  const times = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(times, times, (one, other) => {
      const [a, b] = [comparableInstant(one.toISOString()), comparableInstant(other.toISOString())];
      assert.equal((a ?? '') < (b ?? ''), one < other);
    }),
  );
});
