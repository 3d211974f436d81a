import { Secret } from './secret.ts';

const mask = '[secret]';
// A field is a hint for whoever reads the log, not a store of what was handled.
const longestText = 4_096;
// Room beyond the cut, so that a secret across it is seen whole; and a bound on the work for one text.
const longestScan = 65_536;
const mostItems = 50;
const deepest = 6;

const secretKeys =
  /authorization|password|passwd|secret|token|cookie|assertion|apikey|accountkey|accesskey|encryptionkey|privatekey|connectionstring|callbackurl|notificationurl|webhookurl|^sig$|signature/;

/** The name=value pairs of queries, forms and connection strings whose value is a secret, percent-encoded ones too. */
const secretPairs =
  /(?<![a-z])(sig|secret|token|tempauth|password|pwd|assertion|client_?assertion|client_?secret|access_?token|refresh_?token|id_?token|accountkey|sharedaccesskey|sharedaccesssignature|(?<=[?&])(?:code|key))(=|%3D)(?:[^\s&;"'<>\\%]|%(?!26))+/gi;

const secretMembers =
  /("|\\")((?:(?:client|access|refresh|id)_?)?(?:secret|token|password|assertion|authorization|sig))\1(\s*:\s*)\1[^"\\]*/gi;

const userInfo = /(:\/\/)[^\s/@:"']{1,256}:[^\s/@"']{1,256}@/g;
const authorizations = /\b(Bearer|Basic|SharedKey|SharedKeyLite|SharedAccessSignature)(\s+)[\w.~+/:=-]{8,}/gi;
// An address in the form in which Microsoft Graph's `shares` take it; a sharing link opens what it leads to.
const sharingTokens = /(\bu(?:!|%21))[\w-]{8,}/g;
// Not after another character of a token: each start would read to the end again.
const jsonWebTokens = /(?<![\w-])ey[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*/g;

/** A text without the secrets that it may hold by accident, and no longer than a log line bears. */
export function redactText(text: string): string {
  const redacted = text
    .slice(0, longestScan)
    .replace(sharingTokens, `$1${mask}`)
    .replace(jsonWebTokens, mask)
    .replace(authorizations, `$1$2${mask}`)
    .replace(secretPairs, `$1$2${mask}`)
    .replace(secretMembers, `$1$2$1$3$1${mask}`)
    .replace(userInfo, `$1${mask}@`);
  if (redacted.length <= longestText) return redacted;
  return `${redacted.slice(0, longestText)}… (${text.length} characters)`;
}

/** A plain JSON value that tells what the given one is, without its secrets and within bounds of size and depth. */
export function redact(value: unknown): unknown {
  return plain(value, []);
}

function plain(value: unknown, above: readonly object[]): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? null : plainObject(value, above);
    default:
      return undefined;
  }
}

function plainObject(value: object, above: readonly object[]): unknown {
  if (value instanceof Secret) return mask;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (above.includes(value)) return '[circular]';
  if (above.length >= deepest) return '[deeper]';
  const path = [...above, value];
  if (value instanceof Error) return plainError(value, path);
  if (Array.isArray(value)) return plainArray(value, path);
  if (value instanceof Map) return plainMembers(Object.fromEntries(value), path);
  if (value instanceof Set) return plainArray([...value], path);
  return plainMembers(value, path);
}

function plainError(error: Error, path: readonly object[]): object {
  // Not every own member: errors of HTTP libraries carry the whole request, its headers included.
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  const statusCode = 'statusCode' in error ? error.statusCode : undefined;
  const errors = error instanceof AggregateError ? error.errors : undefined;
  return plainMembers({ name, message, stack, code, statusCode, cause, errors }, path);
}

function plainArray(items: readonly unknown[], path: readonly object[]): unknown[] {
  const shown = items.slice(0, mostItems).map((item) => plain(item, path) ?? null);
  return items.length > mostItems ? [...shown, `… ${items.length - mostItems} more`] : shown;
}

function plainMembers(value: object, path: readonly object[]): object {
  const names = Object.keys(value);
  const shown = names.slice(0, mostItems).map((name) => [redactText(name), plainMember(value, name, path)] as const);
  const more = names.length > mostItems ? [['…', `${names.length - mostItems} more`] as const] : [];
  return Object.fromEntries([...shown, ...more]);
}

function plainMember(value: object, name: string, path: readonly object[]): unknown {
  if (secretKeys.test(name.toLowerCase().replaceAll(/[-_]/g, ''))) return mask;
  try {
    return plain(Reflect.get(value, name), path);
  } catch {
    // A getter that throws must not cost the log line.
    return '[unreadable]';
  }
}
