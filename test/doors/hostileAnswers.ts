const hugeText = 'T'.repeat(5 * 1_048_576);
const longText = 'L'.repeat(40_000);

type Rewrite = (body: unknown) => unknown;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Another value in every place that is neither a list nor an object. */
const everyLeaf = (change: (leaf: unknown) => unknown): Rewrite => {
  const rewrite: Rewrite = (value) => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (!isObject(value)) return change(value);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rewrite(member)]));
  };
  return rewrite;
};

const everyText = (text: string): Rewrite => everyLeaf((leaf) => (typeof leaf === 'string' ? text : leaf));

const everyTime = (time: string): Rewrite =>
  everyLeaf((leaf) => (typeof leaf === 'string' && /^\d{4}-\d\d-\d\dT/.test(leaf) ? time : leaf));

/** Each member of another type, the list of the page too. */
const everyMember =
  (change: (member: unknown) => unknown): Rewrite =>
  (body) =>
    isObject(body) ? Object.fromEntries(Object.entries(body).map(([name, member]) => [name, change(member)])) : body;

/** Other records in a page, and in place of a single record the first of them. */
const records =
  (change: (record: unknown) => unknown): Rewrite =>
  (body) =>
    isObject(body) && Array.isArray(body.value) ? { ...body, value: body.value.map(change) } : change(body);

const otherType = (value: unknown): unknown => {
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'boolean') return value ? 'yes' : 0;
  return Array.isArray(value) ? { 0: value[0] } : [value];
};

const firstTexts =
  (count: number, text: string): Rewrite =>
  (body) => {
    let left = count;
    return everyLeaf((leaf) => (typeof leaf === 'string' && left-- > 0 ? text : leaf))(body);
  };

const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

/** Answers that Graph would never give, each made from the right one. */
export const hostileAnswers = (canaryOrigin: string): Readonly<Record<string, Rewrite>> => ({
  'null in every place': everyLeaf(() => null),
  'a number for every text': everyLeaf((leaf) => (typeof leaf === 'string' ? 7 : leaf)),
  'a text for every number': everyLeaf((leaf) => (typeof leaf === 'number' ? 'seven' : leaf)),
  'another type for every member': everyMember(otherType),
  'another type within every record': records((record) => everyMember(otherType)(record)),
  'an empty text for every text': everyText(''),
  'markup for every text': everyText(
    '<at>everyone</at>[x](javascript:alert(1))\r\n\u202e\u0000{{7*7}}<img src=x onerror=1>',
  ),
  'half a letter for every text': everyText('a\ud800b'),
  'a prototype for every text': everyText('__proto__'),
  'a path for every text': everyText('../../users'),
  '40 KB for every text': everyText(longText),
  '5 MB for two texts': firstTexts(2, hugeText),
  'a time beyond all times': everyTime('+275760-09-13T00:00:00.001Z'),
  'a time before all times': everyTime('0001-01-01T00:00:00Z'),
  'no time': everyTime('the day before yesterday'),
  'an empty object': () => ({}),
  'an empty list': () => [],
  'a text': () => 'OK',
  null: () => null,
  'an empty page': () => ({ value: [] }),
  'a page of anything': () => ({ value: [null, 7, 'x', [], {}, [[{}]], { id: null }, { id: 7 }, { id: '' }] }),
  'a page that is no list': (body) => ({ ...Object(body), value: { 0: 'x', length: 1 } }),
  'empty records': records(() => ({})),
  'records with a prototype': records((record) =>
    JSON.parse(
      `{"__proto__":{"id":"x"},"constructor":{"prototype":{}},"toString":7,"id":${JSON.stringify(Object(record).id ?? 'x')}}`,
    ),
  ),
  'records 2,000 levels deep': records((record) => ({
    ...Object(record),
    additionalData: nested(2_000),
    more: nested(2_000),
  })),
  'a next page with somebody else': (body) => ({
    ...Object(body),
    '@odata.nextLink': `${canaryOrigin}/v1.0/x?$skip=1`,
  }),
  'a next page by a script': (body) => ({ ...Object(body), '@odata.nextLink': 'javascript:alert(1)' }),
  'a next page that is a number': (body) => ({ ...Object(body), '@odata.nextLink': 7 }),
  'a next page out of the version': (body) => ({ ...Object(body), '@odata.nextLink': '/beta/users?$skip=1' }),
});
