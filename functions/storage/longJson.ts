import { limits } from './limits.ts';

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * JSON in ASCII. A part of it can end anywhere without tearing a character apart, its length is the same in every
 * encoding, and it survives an emulator that decodes a large body chunk by chunk.
 */
export const asciiJson = (value: unknown): string => JSON.stringify(value).replace(/[\u0080-\uffff]/g, escaped);

/** Spreads ASCII JSON over as many properties as it needs: `body0`, `body1`, … */
export const splitJson = (name: string, json: string): Record<string, string> => {
  const parts: Record<string, string> = {};
  for (let at = 0, part = 0; at < json.length; at += limits.textUnits, part++)
    parts[`${name}${part}`] = json.slice(at, at + limits.textUnits);
  return parts;
};

/** The JSON that `splitJson` spread. */
export const joinJson = (name: string, values: Readonly<Record<string, unknown>>): string => {
  let json = '';
  for (let part = 0; typeof values[`${name}${part}`] === 'string'; part++) json += values[`${name}${part}`];
  return json;
};
