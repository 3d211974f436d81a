import type { Json, JsonObject } from '../flows/expression/json.ts';
import { inputsOf } from './partsOfCard.ts';
import { ConnectorRefusal } from './simulatedOperation.ts';

/** Refuses an answer that leaves out what the card requires, as Teams does before it takes the press of a button. */
export function expectInputs(card: JsonObject, entered: JsonObject): void {
  const missing = inputsOf(card).find(
    ({ id, value, isRequired }) => isRequired === true && isEmpty(entered[String(id)] ?? value),
  );
  if (missing) {
    const { id, errorMessage, label } = missing;
    throw new ConnectorRefusal(
      400,
      `The card requires '${String(id)}': ${String(errorMessage ?? label ?? 'enter it')}`,
    );
  }
}

const isEmpty = (value: Json | undefined): boolean => value === undefined || value === null || value === '';
