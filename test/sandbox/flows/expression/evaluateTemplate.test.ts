import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateTemplate } from '../../../../sandbox/flows/expression/evaluateTemplate.ts';
import type { Json, JsonObject } from '../../../../sandbox/flows/expression/json.ts';
import { RunFrame } from '../../../../sandbox/flows/runFrame.ts';

const presentTime = new Date('2026-03-05T14:07:09.120Z');

const trigger: JsonObject = {
  name: 'When',
  outputs: {
    headers: { 'Content-Type': 'application/json' },
    body: { eventId: 'e1', alert: { title: "It's here", severity: 'high', files: [{ name: 'a.docx' }], gone: null } },
  },
};

function frame(): RunFrame {
  const outer = new RunFrame({
    trigger,
    workflow: { name: 'flow' },
    parameters: new Map<string, Json>([['Team (purview_TeamId)', 'team-1']]),
    variables: new Map([['count', { type: 'integer', value: 3 }]]),
    now: () => presentTime,
  });
  outer.records.set('Get_it', {
    name: 'Get_it',
    type: 'OpenApiConnection',
    status: 'Succeeded',
    startTime: presentTime.toISOString(),
    outputs: { statusCode: 200, body: { id: 7 } },
  });
  return outer.iterate({ loopName: 'Each', index: 2, item: { id: 'item' } });
}

function evaluate(template: Json): Json {
  return evaluateTemplate(template, frame());
}

const values: [template: Json, expected: Json][] = [
  // How a string is read
  ['plain', 'plain'],
  ['somebody@contoso.com', 'somebody@contoso.com'],
  ['@@home', '@home'],
  ['@@{x}', '@{x}'],
  ['a @@{b} c', 'a @{b} c'],
  ["@'it''s'", "it's"],
  ['@12', 12],
  ['@-1.5e2', -150],
  ['@true', true],
  ['@null', null],
  ['@{12}', '12'],
  ["@{'a}b'}", 'a}b'],
  ["x @{concat('a', '''', 'b')} y @{1}", "x a'b y 1"],
  ['@{null}|@{true}|@{createArray(1, 2)}', '|True|[1,2]'],
  ["@ concat ( 'a' ,\n 'b' ) ", 'ab'],
  [{ "@{concat('k', 1)}": ['@add(1, 1)', { deep: "@{'x'}" }] }, { k1: [2, { deep: 'x' }] }],
  // Selections
  ["@triggerBody()['alert']['severity']", 'high'],
  ['@triggerBody().alert.severity', 'high'],
  ["@triggerBody()?['alert']?['files'][0]?['name']", 'a.docx'],
  ["@triggerOutputs()?['body/alert/severity']", 'high'],
  ["@triggerBody()?['nothing']?['below']", null],
  ["@triggerBody()?['alert']?['gone']?['below']", null],
  ["@triggerBody()?['alert']?['files']?[9]", null],
  ["@triggerOutputs()['headers']['content-type']", 'application/json'],
  ["@createArray('a', 'b')[add(0, 1)]", 'b'],
  // The run around
  ["@body('Get_it')?['id']", 7],
  ["@outputs('Get_it')?['statusCode']", 200],
  ["@actions('Get_it')?['status']", 'Succeeded'],
  ["@parameters('Team (purview_TeamId)')", 'team-1'],
  ["@variables('count')", 3],
  ["@item()?['id']", 'item'],
  ["@items('Each')['id']", 'item'],
  ["@iterationIndexes('Each')", 2],
  ['@workflow().name', 'flow'],
  // Strings
  ["@concat('a', 1, true, null, json('{\"b\":1}'))", 'a1True{"b":1}'],
  ["@substring('hello', 1, 3)", 'ell'],
  ["@substring('hello', 2)", 'llo'],
  ["@slice('hello', -3, -1)", 'll'],
  ["@replace('a-b-c', '-', '+')", 'a+b+c'],
  ["@split('a;b', ';')", ['a', 'b']],
  ["@toLower('AB')", 'ab'],
  ["@TOUPPER('ab')", 'AB'],
  ["@trim('  a ')", 'a'],
  ["@length('abc')", 3],
  ["@indexOf('Hello', 'L')", 2],
  ["@lastIndexOf('hello', 'l')", 3],
  ["@indexOf('hello', 'z')", -1],
  ["@nthIndexOf('a1a2a3', 'a', 2)", 2],
  ["@nthIndexOf('a1a2a3', 'a', -1)", 4],
  ["@nthIndexOf('a', 'a', 2)", -1],
  ["@startsWith('Hello', 'hE')", true],
  ["@endsWith('hello', 'O')", true],
  ["@formatNumber(1234567.891, '#,##0.00')", '1,234,567.89'],
  ["@formatNumber(1234.5, 'N1')", '1,234.5'],
  ["@formatNumber(1234.5, 'C2', 'en-US')", '$1,234.50'],
  ["@formatNumber(1234.5, 'N2', 'de-DE')", '1.234,50'],
  ["@formatNumber(7, 'D3')", '007'],
  ["@formatNumber(255, 'X')", 'FF'],
  ["@formatNumber(0.125, 'P1')", '12.5%'],
  ["@formatNumber(0.5, '0%')", '50%'],
  ["@formatNumber(-3, '00.0')", '-03.0'],
  ["@formatNumber(12345678, '0,,M')", '12M'],
  ["@formatNumber(1234567890, '#,##0,.0K')", '1,234,567.9K'],
  ["@length(guid('N'))", 32],
  // Collections
  ["@contains('abc', 'b')", true],
  ['@contains(createArray(1, 2), 2)', true],
  ["@contains(createArray('1'), 1)", false],
  ["@contains(triggerBody(), 'alert')", true],
  ["@empty('')", true],
  ['@empty(null)', true],
  ["@empty(json('{}'))", true],
  ["@empty(createArray(''))", false],
  ["@first('abc')", 'a'],
  ['@last(createArray(1, 2))', 2],
  ["@first(json('[]'))", null],
  ["@join(createArray('a', 1, true), ', ')", 'a, 1, True'],
  ['@take(createArray(1, 2, 3), 2)', [1, 2]],
  ['@skip(createArray(1, 2, 3), 2)', [3]],
  ['@union(createArray(1, 2), createArray(2, 3))', [1, 2, 3]],
  ['@union(json(\'{"a":1}\'), json(\'{"a":2,"b":3}\'))', { a: 2, b: 3 }],
  ['@intersection(createArray(1, 2, 3), createArray(3, 2))', [2, 3]],
  ['@reverse(createArray(1, 2))', [2, 1]],
  ['@sort(createArray(10, 9))', [9, 10]],
  ['@chunk(createArray(1, 2, 3), 2)', [[1, 2], [3]]],
  // Logic
  ["@if(equals(1, 1), 'yes', 'no')", 'yes'],
  ["@triggerBody()?[triggerBody()?['none']]", null],
  ['@and(true, not(false))', true],
  ['@or(false, greater(1, 2))', false],
  ["@equals('a', 'A')", false],
  ['@equals(json(\'{"a":1,"b":2}\'), json(\'{"b":2,"a":1}\'))', true],
  ["@greaterOrEquals('b', 'a')", true],
  ['@less(1, 2)', true],
  ['@lessOrEquals(2, 2)', true],
  ["@coalesce(null, triggerBody()?['none'], 'last')", 'last'],
  ['@coalesce(null)', null],
  // Conversions
  ["@int('42')", 42],
  ["@float('1.5')", 1.5],
  ['@string(json(\'{"a":[1]}\'))', '{"a":[1]}'],
  ['@string(null)', ''],
  ["@bool('TRUE')", true],
  ['@bool(0)', false],
  ['@json(\'[1,{"a":null}]\')', [1, { a: null }]],
  ["@array('a')", ['a']],
  ["@base64('grün')", 'Z3LDvG4='],
  ["@base64ToString('Z3LDvG4=')", 'grün'],
  ["@decodeBase64(base64('x'))", 'x'],
  ["@uriComponent('a b/c''(d)')", 'a%20b%2Fc%27%28d%29'],
  ["@encodeUriComponent('&')", '%26'],
  ["@uriComponentToString('a%20b')", 'a b'],
  // Arithmetic
  ['@add(1, 2.5)', 3.5],
  ['@sub(1, 2)', -1],
  ['@mul(3, 4)', 12],
  ['@div(7, 2)', 3],
  ['@div(-7, 2)', -3],
  ['@div(7, 2.0)', 3.5],
  ["@div(json('{\"n\":7}')?['n'], 2)", 3],
  ["@div(float('7'), 2)", 3.5],
  ['@div(add(7, 0.0), 2)', 3.5],
  ['@mod(7, 3)', 1],
  ['@min(3, 1, 2)', 1],
  ['@max(createArray(3, 1))', 3],
  ['@range(2, 3)', [2, 3, 4]],
  ['@rand(4, 5)', 4],
  // Dates
  ["@formatDateTime('2026-02-01', 'D', 'en-US')", 'Sunday, February 1, 2026'],
  ["@formatDateTime('2026-02-01', 'yyyy-MM-dd', 'de-DE')", '2026-02-01'],
  ["@formatDateTime('0099-03-01')", '0099-03-01T00:00:00.0000000Z'],
  ["@addToTime('0004-01-31', 1, 'Month', 'yyyy-MM-dd')", '0004-02-29'],
  ["@startOfMonth('0050-03-02', 'yyyy-MM-dd')", '0050-03-01'],
  ["@dayOfYear('0050-02-01')", 32],
  ['@utcNow()', '2026-03-05T14:07:09.1200000Z'],
  ["@utcNow('yyyy-MM-dd')", '2026-03-05'],
  ["@addDays('2026-02-27T00:00:00Z', 2)", '2026-03-01T00:00:00.0000000Z'],
  ["@addHours('2026-03-05T23:00:00+02:00', 4, 'HH:mm')", '01:00'],
  ["@addHours('2026-03-05T23:00:00-02:00', 0, 'HH:mm')", '01:00'],
  ["@formatDateTime('2026-03-05T00:07:09Z', 'h:mm tt')", '12:07 AM'],
  ["@formatDateTime('2026-03-05T14:07:09.12Z', 'ss.FFF')", '09.12'],
  ["@addMinutes('2026-03-05', -1, 's')", '2026-03-04T23:59:00'],
  ["@addSeconds('2026-03-05T00:00:00.1234567Z', 1)", '2026-03-05T00:00:01.1234567Z'],
  ["@addToTime('2026-01-31', 1, 'Month', 'yyyy-MM-dd')", '2026-02-28'],
  ["@subtractFromTime('2024-02-29', 1, 'Year', 'yyyy-MM-dd')", '2023-02-28'],
  ["@formatDateTime('2026-03-05T14:07:09.12Z', 'dddd, d MMMM yyyy h:mm tt')", 'Thursday, 5 March 2026 2:07 PM'],
  ["@formatDateTime('2026-03-05T14:07:09.12Z', 'ddd dd MMM yy HH:mm:ss.fff K')", 'Thu 05 Mar 26 14:07:09.120 Z'],
  ["@formatDateTime('2026-03-05', '''day'' d \\d')", 'day 5 d'],
  ["@formatDateTime('2026-03-05T14:07:09Z', 'g')", '3/5/2026 2:07 PM'],
  ["@formatDateTime('2026-03-05T14:07:09Z', 'r')", 'Thu, 05 Mar 2026 14:07:09 GMT'],
  ["@formatDateTime('3/5/2026 2:07 PM', 'o')", '2026-03-05T14:07:00.0000000Z'],
  ["@ticks('1970-01-01T00:00:00Z')", 621355968000000000],
  ["@dayOfWeek('2026-03-05')", 4],
  ["@dayOfYear('2026-03-05')", 64],
  ["@startOfDay('2026-03-05T14:07:09Z')", '2026-03-05T00:00:00.0000000Z'],
  ["@getPastTime(7, 'Day', 'yyyy-MM-dd')", '2026-02-26'],
  // Objects
  ["@addProperty(json('{\"a\":1}'), 'b', 2)", { a: 1, b: 2 }],
  ["@setProperty(json('{\"a\":1}'), 'a', 2)", { a: 2 }],
  ['@removeProperty(json(\'{"a":1,"b":2}\'), \'a\')', { b: 2 }],
];

const failures: [template: string, message: RegExp][] = [
  ["@nope('a')", /^The template language function 'nope' is not defined or not valid\.$/],
  ['@toLower()', /'toLower' expects exactly '1' parameter\(s\)\. The function was invoked with '0' parameter\(s\)\./],
  ["@substring('a')", /'substring' expects between '2' and '3' parameters/],
  ['@concat()', /'concat' expects at least '1' parameter\(s\)/],
  ['@toLower(1)', /'toLower' expects its parameter to be a string\. The provided value is of type 'Integer'\./],
  ["@replace(null, 'a', 'b')", /'replace' expects its first parameter to be a string\. .* of type 'Null'\./],
  ["@add('1', 2)", /'add' expects its first parameter to be an integer or a decimal number\. .* of type 'String'\./],
  ["@if('true', 1, 2)", /'if' expects its first parameter to be a boolean/],
  ['@length(null)', /expects its parameter to be an array or a string\. The provided value is of type 'Null'\./],
  ['@if(true, 1, div(1, 0))', /Attempted to divide by zero/],
  ["@int('4.5')", /'int' was invoked with a parameter that is not valid\. The value cannot be converted/],
  ["@int('')", /cannot be converted to the target type/],
  ["@bool('ja')", /cannot be converted to the target type/],
  ["@json('{')", /cannot be converted to a JSON value/],
  ["@base64ToString('a')", /cannot be decoded from base64/],
  ["@substring('abc', 2, 5)", /'substring' was invoked with a parameter that is not valid/],
  [
    "@addDays('yesterday', 1)",
    /In function 'addDays', the value provided for date time string 'yesterday' was not valid/,
  ],
  ["@formatDateTime('2026-02-30')", /The datetime string must match ISO 8601 format/],
  ["@formatDateTime('0000-01-01')", /The datetime string must match ISO 8601 format/],
  ["@formatDateTime('0001-01-01T00:00:00+02:00')", /The datetime string must match ISO 8601 format/],
  ["@addDays('9999-12-31', 1)", /results in an un-representable DateTime/],
  ["@addDays('2026-01-01', 1000000000000)", /results in an un-representable DateTime/],
  ["@subtractFromTime('2026-01-01', 3000, 'Year')", /results in an un-representable DateTime/],
  ["@addToTime('2026-02-01', 1, 'Moon')", /The time unit 'Moon' is not one of/],
  ["@formatDateTime('2026-02-01', 'D', 'de-DE')", /The format 'D' is not supported with the locale 'de-DE' here/],
  ["@formatDateTime('2026-02-01', 'dd/MM/yyyy', 'de-DE')", /not supported with the locale 'de-DE' here/],
  ["@convertTimeZone('2026-02-01', 'UTC', 'W. Europe Standard Time')", /'convertTimeZone' is not supported here/],
  [`@formatNumber(1, '0.${'0'.repeat(101)}')`, /is not supported/],
  [`@formatNumber(1, '${'0'.repeat(22)}')`, /is not supported/],
  ["@formatNumber(1, 'Q7')", /The format 'Q7' or the locale 'en-US' is not supported/],
  ["@addProperty(json('{\"a\":1}'), 'a', 2)", /The property 'a' already exists/],
  [
    "@triggerBody()['alert']['policy']",
    /'triggerBody\(\)\['alert'\]\['policy'\]' cannot be evaluated because property 'policy' doesn't exist, available properties are 'title, severity, files, gone'/,
  ],
  ["@triggerBody()['alert']['title']['x']", /property 'x' cannot be selected\. .* values of type 'String'/],
  ["@triggerBody()['alert']['gone']['x']", /property 'x' cannot be selected\. .* values of type 'Null'/],
  ['@createArray(1)[4]', /array index '4' is outside bounds \(0, 0\) of array/],
  ["@json('[]')[0]", /array index '0' cannot be selected from empty array/],
  ["@toString.constructor('x')", /expected token 'LeftParenthesis' and actual 'Dot'/],
  ["@concat('a'", /expected token 'RightParenthesis' and actual 'EndOfData'/],
  ["@concat('a') 'b'", /expected token 'EndOfData' and actual 'StringLiteral'/],
  ['@concat("a")', /the string character '"' at position '7' is not expected/],
  ["@concat('a)", /the string literal at position '7' is not terminated/],
  ["@{concat('a')", /closing brace of '@\{' is missing/],
  ['@', /expected token 'Identifier' and actual 'EndOfData'/],
  ["@body('Unknown')", /The action 'Unknown' cannot be referred to here/],
  ["@variables('x')", /The variable 'x' is used before it is initialized/],
  ["@parameters('x')", /The workflow parameter 'x' is not found/],
  ["@items('Other')", /The expression is not inside the loop 'Other'/],
  [`@concat('${'x'.repeat(9000)}')`, /the limit is 8192/],
];

describe('the workflow expression language', () => {
  for (const [template, expected] of values) {
    it(`evaluates ${JSON.stringify(template)}`, () => {
      assert.deepEqual(evaluate(template), expected);
    });
  }

  for (const [template, message] of failures) {
    it(`refuses ${template.slice(0, 60)}`, () => {
      assert.throws(() => evaluate(template), { name: 'TemplateError', code: 'InvalidTemplate', message });
    });
  }

  it('has no item outside a loop', () => {
    const outside = new RunFrame({
      trigger,
      workflow: {},
      parameters: new Map(),
      variables: new Map(),
      now: () => presentTime,
    });
    assert.throws(
      () => evaluateTemplate('@item()', outside),
      /must not be used when the expression is not inside a loop/,
    );
  });

  it('takes an expression of 8192 characters', () => {
    const text = 'x'.repeat(8192 - "concat('')".length);
    assert.equal(evaluate(`@concat('${text}')`), text);
  });

  it('keeps a property called __proto__ a plain property', () => {
    const value = evaluate("@setProperty(json('{\"a\":1}'), '__proto__', json('{\"polluted\":true}'))");
    assert.equal(JSON.stringify(value), '{"a":1,"__proto__":{"polluted":true}}');
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });
});
