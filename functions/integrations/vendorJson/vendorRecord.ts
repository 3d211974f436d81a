import { boundedText } from './boundedText.ts';
import { openObject } from './openValue.ts';
import { UnmappableRecord } from './unmappableRecord.ts';
import { utcTime } from './utcTime.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a record's own properties: unset ones are undefined, those of a list are left out, and one of another type makes
 * the record unmappable.
 */
export interface VendorRecord<V> {
  text(name: keyof V & string): string | undefined;
  texts(name: keyof V & string): string[];
  /** An https address; anything else that a link could hold is left out, since people click it. */
  link(name: keyof V & string): string | undefined;
  time(name: keyof V & string): string | undefined;
  requiredTime(name: keyof V & string): string;
  /** A member that we do not know is `unknown`. */
  member<const M extends readonly string[]>(name: keyof V & string, members: M): M[number] | 'unknown' | undefined;
  records(name: keyof V & string): Fields[];
  /** The items, whatever they are. */
  list(name: keyof V & string): unknown[];
  dictionary(name: keyof V & string): Record<string, unknown> | undefined;
}

export function vendorRecord<V>(record: Fields, recordId: string): VendorRecord<V> {
  const refuse = (name: string, expected: string): never => {
    throw new UnmappableRecord(`${name}: expected ${expected}, got ${kindOf(record[name])}.`, recordId);
  };
  const text = (name: keyof V & string) => {
    const value = record[name] ?? undefined;
    if (value === undefined || typeof value === 'string') return value && boundedText(value);
    return refuse(name, 'a text');
  };
  const list = (name: keyof V & string): unknown[] => {
    const value = record[name] ?? [];
    return Array.isArray(value) ? value.filter((item) => item !== null) : refuse(name, 'a list');
  };
  const time = (name: keyof V & string) =>
    text(name) === undefined ? undefined : (utcTime(record[name]) ?? neverOrRefused(name));
  const neverOrRefused = (name: keyof V & string): undefined =>
    /^0001-/.test(String(record[name])) ? undefined : refuse(name, 'a time');

  return {
    text,
    list,
    link: (name) => {
      const url = URL.parse(text(name) ?? '');
      // Written anew, so that nothing in it ends the attribute that it is put into.
      return url?.protocol === 'https:' ? url.href : undefined;
    },
    time,
    texts: (name) =>
      list(name).map((item) => (typeof item === 'string' ? boundedText(item) : refuse(name, 'a list of texts'))),
    requiredTime: (name) => time(name) ?? refuse(name, 'a time'),
    member: (name, members) => {
      const value = text(name);
      return value === undefined ? undefined : (members.find((member) => member === value) ?? 'unknown');
    },
    records: (name) => list(name).map((item) => (isRecord(item) ? item : refuse(name, 'a list of objects'))),
    dictionary: (name) => {
      const value = record[name] ?? undefined;
      if (value === undefined) return undefined;
      return isRecord(value) ? openObject(value) : refuse(name, 'an object');
    },
  };
}

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'another text' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}
