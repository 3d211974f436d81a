import { boundedText } from './boundedText.ts';
import { openObject } from './openValue.ts';
import { utcTime } from './utcTime.ts';
import { isRecord } from './vendorRecord.ts';

export type VendorFields = Readonly<Record<string, unknown>>;

/** Evidence may hold evidence; who reads a nested piece decides how deep to go. */
export type ReadNested = (type: string, piece: VendorFields) => object | undefined;

/**
 * Reads one of our fields from a piece of evidence. A field that is unset or of another type than the metadata's is
 * left out: it is no reason to hold back the alert.
 */
export type Reader<T = unknown> = (piece: VendorFields, nested: ReadNested) => T | undefined;

/** The fields of a type of evidence, under our names. */
export type Shape = Readonly<Record<string, Reader>>;

/** What a shape finds. */
export type Found<S extends Shape> = { -readonly [K in keyof S]?: NonNullable<ReturnType<S[K]>> };

export const text =
  (name: string): Reader<string> =>
  (piece) => {
    const value = piece[name];
    return typeof value === 'string' && value !== '' ? boundedText(value) : undefined;
  };

/** A member of an enumeration of which every member is as good as another to us. */
export const word =
  (name: string): Reader<string> =>
  (piece, nested) =>
    piece[name] === 'unknownFutureValue' ? 'unknown' : text(name)(piece, nested);

/** A member of a listed enumeration; one that we do not know is `unknown`. */
export const member =
  <M extends string>(name: string, members: readonly M[]): Reader<M | 'unknown'> =>
  (piece) =>
    typeof piece[name] === 'string' ? memberOf(members, piece[name]) : undefined;

export const members =
  <M extends string>(name: string, known: readonly M[]): Reader<(M | 'unknown')[]> =>
  (piece, nested) =>
    texts(name)(piece, nested)?.map((value) => memberOf(known, value));

/** 64-bit integers may arrive as texts, as OData allows. */
export const number =
  (name: string): Reader<number> =>
  (piece) => {
    const value = piece[name];
    const numeric = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    return typeof numeric === 'number' && Number.isFinite(numeric) ? numeric : undefined;
  };

/** An id that is a number with the vendor and a text with us, since nobody counts with it. */
export const numericId =
  (name: string): Reader<string> =>
  (piece) =>
    number(name)(piece, () => undefined) === undefined ? undefined : String(piece[name]);

export const flag =
  (name: string): Reader<boolean> =>
  (piece) =>
    typeof piece[name] === 'boolean' ? piece[name] : undefined;

export const time =
  (name: string): Reader<string> =>
  (piece) =>
    utcTime(piece[name]);

export const texts =
  (name: string): Reader<string[]> =>
  (piece) => {
    const value = piece[name];
    if (!Array.isArray(value) || value.length === 0) return undefined;
    return value.filter((item) => typeof item === 'string').map(boundedText);
  };

/** An open dictionary, such as the labels of a pod. */
export const dictionary =
  (name: string): Reader<object> =>
  (piece) =>
    isRecord(piece[name]) ? openObject(piece[name]) : undefined;

export const object =
  <S extends Shape>(name: string, shape: S): Reader<Found<S>> =>
  (piece, nested) =>
    isRecord(piece[name]) ? read(shape, piece[name], nested) : undefined;

export const objects =
  <S extends Shape>(name: string, shape: S): Reader<Found<S>[]> =>
  (piece, nested) =>
    recordsIn(piece[name])?.map((item) => read(shape, item, nested));

/** Evidence within evidence, of the given type unless it says otherwise itself. */
export const piece =
  (name: string, type: string): Reader<object> =>
  (outer, nested) =>
    isRecord(outer[name]) ? nested(type, outer[name]) : undefined;

export const pieces =
  (name: string, type: string): Reader<object[]> =>
  (outer, nested) =>
    recordsIn(outer[name])?.flatMap((item) => nested(type, item) ?? []);

/** The fields of an object one level down, as fields of the piece itself. */
export const inside = <S extends Shape>(name: string, shape: S): S =>
  mapValues(
    shape,
    (reader): Reader =>
      (outer, nested) => {
        const inner = outer[name];
        return isRecord(inner) ? reader(inner, nested) : undefined;
      },
  ) as S;

export function read<S extends Shape>(shape: S, from: VendorFields, nested: ReadNested = () => undefined): Found<S> {
  const found = Object.entries(mapValues(shape, (reader) => reader(from, nested)));
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Found<S>;
}

export function recordsIn(value: unknown): VendorFields[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value.filter(isRecord) : undefined;
}

const mapValues = <T>(shape: Shape, map: (reader: Reader) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(shape).map(([name, reader]) => [name, map(reader)]));

const memberOf = <M extends string>(members: readonly M[], value: string): M | 'unknown' =>
  members.find((known) => known === value) ?? 'unknown';
