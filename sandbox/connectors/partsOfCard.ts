import { isObject, type Json, type JsonObject } from '../flows/expression/json.ts';

/** Every object in a card, the card itself first. */
export function partsOfCard(value: Json): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(partsOfCard);
  return isObject(value) ? [value, ...Object.values(value).flatMap(partsOfCard)] : [];
}

/** The parts of a card into which something is entered. */
export function inputsOf(card: JsonObject): readonly JsonObject[] {
  return partsOfCard(card).filter(({ type }) => String(type).startsWith('Input.'));
}
