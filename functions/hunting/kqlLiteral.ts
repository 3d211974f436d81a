const escapes = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * A value as a literal of Kusto Query Language, which it cannot leave whatever it holds: characters with a meaning in
 * literals are escaped, and so is everything that is not printable ASCII.
 * https://learn.microsoft.com/kusto/query/scalar-data-types/string
 */
export function kqlLiteral(value: string | Date): string {
  if (value instanceof Date) return `datetime(${value.toISOString()})`;
  const units = Array.from({ length: value.length }, (_, at) => value.charAt(at));
  return `"${units.map((unit) => escapes.get(unit) ?? (/[ -~]/.test(unit) ? unit : unicode(unit))).join('')}"`;
}

const unicode = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
