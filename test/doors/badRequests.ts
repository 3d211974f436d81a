import fc from 'fast-check';
import type { Operation, Parameter } from '../../functions/runtime/operation.ts';
import type { ObjectSchema, Schema } from '../../functions/runtime/schema.ts';
import { exampleCall } from '../exampleCall.ts';
import type { Call } from '../sendCall.ts';
import { hostileBodies } from './hostileBodies.ts';
import { hostileTexts } from './hostileTexts.ts';

/** A call with exactly one thing wrong that no operation may overlook. */
export interface BadRequest {
  readonly operation: Operation<never>;
  readonly title: string;
  readonly call: Call;
  readonly statuses: readonly number[];
}

/** A value that a schema does not admit. */
type Wrong = readonly [title: string, value: unknown];

const anyText = fc.constantFrom(...Object.values(hostileTexts));

const notA: Readonly<Record<Schema['type'], fc.Arbitrary<unknown>>> = {
  string: fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.dictionary(fc.string(), fc.string()),
  ),
  integer: fc.oneof(anyText, fc.constantFrom(1.5, null, true, '7', [7], { valueOf: 7 }, 1e300 + 0.5, '0x10', '1e3')),
  number: fc.oneof(anyText, fc.constantFrom(null, true, '7', [7], {})),
  boolean: fc.oneof(anyText, fc.constantFrom(0, 1, 'true', 'yes', null, [], {})),
  array: fc.oneof(anyText, fc.constantFrom(0, true, null, {}, { length: 1, 0: 'x' })),
  object: fc.oneof(anyText, fc.constantFrom(0, true, null, [], [[]])),
};

const named =
  (title: string) =>
  (value: unknown): Wrong => [title, value];

/** Values that the schema does not admit, one kind for each rule that it has. */
function wrongs(schema: Schema): fc.Arbitrary<Wrong> {
  const kinds = [notA[schema.type].map(named('of another type'))];
  if (schema.type === 'string') {
    const { minLength = 0, maxLength, enum: choices, format } = schema;
    if (maxLength !== undefined) {
      kinds.push(fc.integer({ min: 1, max: 2_000 }).map((more) => ['too long', 'x'.repeat(maxLength + more)]));
    }
    if (minLength > 0) kinds.push(fc.constant(['too short', 'x'.repeat(minLength - 1)]));
    if (choices) {
      const [first = ''] = choices;
      const near = [`${first} `, `${first}\u0000`, '__proto__', 'toString', first.toUpperCase()];
      kinds.push(
        fc
          .oneof(anyText, fc.constantFrom(...near))
          .filter((text) => !choices.includes(text))
          .map(named('no choice')),
      );
    }
    if (format !== undefined && format !== 'html') {
      kinds.push(
        fc
          .constantFrom(
            '2026-02-30T00:00:00Z',
            '+292278994-08-17T07:12:55Z',
            'now',
            '//evil.test',
            'x'.repeat(50_000),
            '\u0000',
            '=',
          )
          .map(named(`no ${format}`)),
      );
    }
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    const { minimum, maximum, format } = schema;
    if (minimum !== undefined)
      kinds.push(fc.integer({ min: 1, max: 1_000_000 }).map((less) => ['too small', minimum - less]));
    if (maximum !== undefined)
      kinds.push(fc.integer({ min: 1, max: 1e9 }).map((more) => ['too large', maximum + more]));
    if (format === 'int32')
      kinds.push(fc.constantFrom(2 ** 31, -(2 ** 31) - 1, 1e18, Number.MAX_VALUE).map(named('beyond 32 bits')));
  }
  if (schema.type === 'array') {
    const { items, minItems = 0, maxItems } = schema;
    kinds.push(wrongs(items).map(([what, value]) => [`with an item ${what}`, [value]]));
    if (maxItems !== undefined)
      kinds.push(fc.constant(['with too many items', Array.from({ length: maxItems + 1 }, () => 'x')]));
    if (minItems > 0) kinds.push(fc.constant(['with too few items', []]));
  }
  if (schema.type === 'object' && 'properties' in schema)
    kinds.push(wrongObjects(schema, {}).map(([what, value]) => [`with ${what}`, value]));
  return fc.oneof(...kinds);
}

const hostileNames = [
  'ownerId',
  'tenantId',
  'attempts',
  'isAdmin',
  'toString',
  'constructor',
  'prototype',
  '',
  ' ',
  '\r\nX-Y',
  '$ref',
  '@odata.type',
  'x'.repeat(10_000),
];

/** The object with one field wrong, missing, or too many. */
function wrongObjects({ properties, required = [] }: ObjectSchema, base: object): fc.Arbitrary<Wrong> {
  const own = Object.entries(properties);
  const strange = hostileNames.filter((name) => !Object.hasOwn(properties, name));
  const kinds: fc.Arbitrary<Wrong>[] = [
    fc
      .tuple(fc.constantFrom(...strange), fc.jsonValue())
      .map(([name, value]) => [`an unknown field ${JSON.stringify(name.slice(0, 20))}`, { ...base, [name]: value }]),
  ];
  if (own.length > 0) {
    kinds.push(
      fc
        .constantFrom(...own)
        .chain(([name, schema]) =>
          wrongs(schema).map(([what, value]): Wrong => [`${name} ${what}`, { ...base, [name]: value }]),
        ),
    );
  }
  if (required.length > 0) {
    kinds.push(fc.constantFrom(...required).map((name) => [`${name} missing`, { ...base, [name]: undefined }]));
  }
  return fc.oneof(...kinds);
}

type Kind = fc.Arbitrary<Omit<BadRequest, 'operation'>>;

const bodyKinds = (schema: ObjectSchema, call: Call): readonly Kind[] => [
  wrongObjects(schema, Object(call.body)).map(([what, body]) => ({
    title: `a body with ${what}`,
    call: { ...call, body },
    statuses: [400],
  })),
  fc.constantFrom(...hostileBodies).map(({ title, body, headers, status }) => ({
    title: `a body of ${title}`,
    call: { ...call, body, ...(headers && { headers }) },
    statuses: [status],
  })),
];

/** Other than in JSON, everything is a text; what reads as the type is of the type. */
const wrongTexts = (parameter: Parameter): fc.Arbitrary<string> | undefined => {
  switch (parameter.type) {
    case 'integer':
    case 'number':
      return fc.constantFrom(
        '1e9',
        '0x10',
        '٣',
        '1,000',
        '--1',
        'NaN',
        'Infinity',
        '1.5.2',
        ...Object.values(hostileTexts).filter((text) => text.trim() !== '' && text.length < 1_000),
      );
    case 'boolean':
      return fc.constantFrom('1', 'yes', 'truee', 'on', '[true]');
    case 'string':
      if (parameter.enum) return fc.constantFrom('__proto__', 'x', 'toString', "' or 1 eq 1");
      if (parameter.format === 'date-time')
        return fc.constantFrom('now', '2026-02-30T00:00:00Z', '1', 'x'.repeat(1_000));
      return parameter.maxLength === undefined ? undefined : fc.constant('x'.repeat(parameter.maxLength + 1));
    default:
      return undefined;
  }
};

function parameterKinds({ parameters, repeat }: Operation<never>, call: Call): readonly Kind[] {
  const given = call.parameters ?? {};
  const wrong = Object.entries(parameters).flatMap(([name, parameter]): Kind[] => {
    const texts = wrongTexts(parameter);
    if (texts === undefined) return [];
    return [
      texts.map((text) => ({
        title: `${parameter.in} ${name} of ${JSON.stringify(text.slice(0, 40))}`,
        call: { ...call, parameters: { ...given, [name]: text } },
        // An id that is too long or of the wrong letters may as well be one that is not there.
        statuses: parameter.in === 'path' ? [400, 404] : [400],
      })),
    ];
  });
  const tooMuch = Object.entries(parameters).flatMap(([name, parameter]): Kind[] =>
    (parameter.type === 'integer' || parameter.type === 'number') && parameter.maximum !== undefined
      ? [
          fc.constantFrom(parameter.maximum + 1, 1e9, 1e21, -1).map((value) => ({
            title: `${name} of ${value}`,
            call: { ...call, parameters: { ...given, [name]: value } },
            statuses: [400],
          })),
        ]
      : [],
  );
  // Of `__proto__` the Functions library makes nothing at all, so it never reaches us.
  const unknown = fc
    .constantFrom('$top', '$filter', '$expand', 'code', 'access_token', 'ownerId', 'constructor')
    .map((name) => ({
      title: `an unknown query parameter ${name}`,
      call: { ...call, parameters: { ...given, [name]: '1000000000' } },
      statuses: [400],
    }));
  const key = fc.integer({ min: 201, max: 4_000 }).map((length) => ({
    title: 'an idempotency key that is too long',
    call: { ...call, headers: { 'idempotency-key': 'k'.repeat(length) } },
    statuses: [400],
  }));
  return [...wrong, ...tooMuch, unknown, ...(repeat === 'key' ? [key] : [])];
}

/** Bad requests of all operations, made from the very declarations that the swagger is printed from. */
export const badRequests = (operations: readonly Operation<never>[]): fc.Arbitrary<BadRequest> =>
  fc.constantFrom(...operations).chain((operation) => {
    const call = exampleCall(operation);
    const kinds = [...(operation.body ? bodyKinds(operation.body, call) : []), ...parameterKinds(operation, call)];
    return fc.oneof(...kinds).map((bad) => ({ operation, ...bad }));
  });
