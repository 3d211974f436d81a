import { isObject, type Json, type JsonObject } from '../flows/expression/json.ts';
import { ConnectorRefusal } from './simulatedOperation.ts';

/** Refuses an answer that leaves out what the card requires, as Teams does before it takes the press of a button. */
export function expectInputs(card: JsonObject, entered: JsonObject): void {
  const missing = inputsOf(card).find(({ id, value }) => isEmpty(entered[String(id)] ?? value));
  if (missing) {
    const { id, errorMessage, label } = missing;
    throw new ConnectorRefusal(
      400,
      `The card requires '${String(id)}': ${String(errorMessage ?? label ?? 'enter it')}`,
    );
  }
}

/** The required inputs of a card, wherever in it they are. */
function inputsOf(part: Json): readonly JsonObject[] {
  if (Array.isArray(part)) return part.flatMap(inputsOf);
  if (!isObject(part)) return [];
  const isRequiredInput = String(part.type).startsWith('Input.') && part.isRequired === true;
  return isRequiredInput ? [part] : Object.values(part).flatMap(inputsOf);
}

const isEmpty = (value: Json | undefined): boolean => value === undefined || value === null || value === '';
