import type { FunctionArguments } from './functionArguments.ts';
import { type Json, parseJson, textOf } from './json.ts';
import type { TemplateFunction } from './templateFunction.ts';

const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const conversionFunctions: readonly TemplateFunction[] = [
  { name: 'string', takes: [1, 1], call: (values) => textOf(values.any(0)) },
  { name: 'int', takes: [1, 1], call: toInteger },
  { name: 'float', takes: [1, 2], call: toFloat },
  { name: 'bool', takes: [1, 1], call: toBoolean },
  { name: 'json', takes: [1, 1], call: toJson },
  { name: 'array', takes: [1, 1], call: (values) => (Array.isArray(values.any(0)) ? values.any(0) : [values.any(0)]) },
  { name: 'createArray', takes: [1, Infinity], call: (values) => [...values.values] },
  { name: 'base64', takes: [1, 1], call: (values) => Buffer.from(values.text(0)).toString('base64') },
  { name: 'base64ToString', takes: [1, 1], call: fromBase64 },
  { name: 'decodeBase64', takes: [1, 1], call: fromBase64 },
  { name: 'uriComponent', takes: [1, 1], call: (values) => encode(values.text(0)) },
  { name: 'encodeUriComponent', takes: [1, 1], call: (values) => encode(values.text(0)) },
  { name: 'uriComponentToString', takes: [1, 1], call: decode },
  { name: 'decodeUriComponent', takes: [1, 1], call: decode },
];

function toInteger(values: FunctionArguments): number {
  const value = values.any(0);
  if (typeof value === 'number') return Math.trunc(value);
  const text = values.text(0).trim();
  return /^[+-]?\d+$/.test(text) ? Number(text) : refuseConversion(values);
}

function toFloat(values: FunctionArguments): number {
  const value = values.any(0);
  if (typeof value === 'number') return value;
  const text = values.text(0).trim().replaceAll(',', '');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : refuseConversion(values);
}

function toBoolean(values: FunctionArguments): boolean {
  const value = values.any(0);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  const text = values.text(0).toLowerCase();
  return text === 'true' || (text === 'false' ? false : refuseConversion(values));
}

function toJson(values: FunctionArguments): Json {
  const value = values.any(0);
  if (typeof value === 'object' && value !== null) return value;
  try {
    return parseJson(values.text(0));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return values.refuse(`The provided value cannot be converted to a JSON value: '${error.message}'.`);
  }
}

function fromBase64(values: FunctionArguments): string {
  const text = values.text(0);
  if (!base64Pattern.test(text)) values.refuse('The value cannot be decoded from base64 representation.');
  return Buffer.from(text, 'base64').toString();
}

/** .NET's `Uri.EscapeDataString` also encodes the five marks that `encodeURIComponent` leaves alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(values: FunctionArguments): string {
  try {
    return decodeURIComponent(values.text(0));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return values.refuse('The value cannot be decoded from its URI component.');
  }
}

function refuseConversion(values: FunctionArguments): never {
  return values.refuse('The value cannot be converted to the target type.');
}
