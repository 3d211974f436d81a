import { gzipSync } from 'node:zlib';

/** A body as bytes on the wire, and the status that it must be refused with. */
export interface HostileBody {
  readonly title: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: 400 | 413 | 415;
}

const megabyte = 1_048_576;
const json = 'application/json';
const refused = (title: string, body: string | Uint8Array): HostileBody => ({ title, body, status: 400 });
const mislabelled = (title: string, contentType: string): HostileBody => ({
  title,
  body: '{}',
  headers: { 'content-type': contentType },
  status: 415,
});
const encoded = (title: string, contentEncoding: string, body: string | Uint8Array): HostileBody => ({
  title,
  body,
  headers: { 'content-type': json, 'content-encoding': contentEncoding },
  status: 415,
});

const members = (count: number): string =>
  `{${Array.from({ length: count }, (_, index) => `"k${index}":${index}`).join(',')}}`;

/** Bodies that no operation takes, whatever its schema is. */
export const hostileBodies: readonly HostileBody[] = [
  refused('half of an object', '{"a":'),
  refused('an object and more', '{}{}'),
  refused('an object with a comma too many', '{"a":1,}'),
  refused('an object in single quotes', "{'a':1}"),
  refused('an object with a comment', '{/**/}'),
  refused('a list', '[]'),
  refused('a list of objects', '[{}]'),
  refused('a text', '"{}"'),
  refused('a number', '7'),
  refused('a number without an end', '1e999'),
  refused('no number', 'NaN'),
  refused('true', 'true'),
  refused('null', 'null'),
  refused('white space', ' \n\t '),
  refused('a form', 'a=1&b=2'),
  refused('XML', '<?xml version="1.0"?><x/>'),
  refused('a byte order mark alone', '\ufeff'),
  refused('UTF-16', Buffer.from('{}', 'utf16le')),
  refused('bytes that are no UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d)),
  refused('a character in too many bytes', Uint8Array.of(0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d)),
  refused('NUL bytes', Uint8Array.of(0, 0, 0)),
  refused('half a letter', String.raw`{"a":"\ud800"}`),
  refused('half a letter in a name', String.raw`{"\udc00":1}`),
  refused('a prototype', '{"__proto__":{"isAdmin":true}}'),
  refused('a prototype in escapes', '{"__\\u0070roto__":{"isAdmin":true}}'),
  refused('a prototype within', '{"a":{"b":[{"__proto__":{"isAdmin":true}}]}}'),
  refused('a prototype that is null', '{"__proto__":null}'),
  refused('the prototype of a constructor', '{"constructor":{"prototype":{"isAdmin":true}}}'),
  refused('33 levels of lists', `{"a":${'['.repeat(33)}${']'.repeat(33)}}`),
  refused('200,000 levels of lists', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`),
  refused('100,000 levels of objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
  refused('levels that never end', '['.repeat(500_000)),
  refused('10,001 members', members(10_001)),
  refused('60,000 members', members(60_000)),
  refused('500,000 items', `{"a":[${'1,'.repeat(500_000)}1]}`),
  { title: '100,000 members', body: members(100_000), status: 413 },
  { title: 'ten megabytes', body: `{"a":"${'x'.repeat(10 * megabyte)}"}`, status: 413 },
  mislabelled('plain text', 'text/plain'),
  mislabelled('a form by name', 'application/x-www-form-urlencoded'),
  mislabelled('a form with files', 'multipart/form-data; boundary=x'),
  mislabelled('XML by name', 'application/xml'),
  mislabelled('JSON of another kind', 'application/merge-patch+json'),
  mislabelled('JSON in UTF-7', 'application/json; charset=utf-7'),
  mislabelled('JSON in UTF-16', 'application/json; charset=utf-16'),
  mislabelled('no media type', 'json'),
  mislabelled('two media types', 'text/plain, application/json'),
  encoded('a gzip bomb', 'gzip', gzipSync(Buffer.alloc(20 * megabyte, ' '), { level: 9 })),
  encoded('gzip in gzip', 'gzip, gzip', gzipSync(gzipSync('{}'))),
  encoded('brotli', 'br', Uint8Array.of(0x0b, 0x00, 0x80, 0x7b, 0x7d, 0x03)),
  encoded('an encoding in capitals', 'GZIP', gzipSync('{}')),
  encoded('an encoding that nobody knows', 'x', '{}'),
];
