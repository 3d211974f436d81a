import type { Json, JsonObject } from '../flows/expression/json.ts';
import { partsOfCard } from './partsOfCard.ts';
import { ConnectorRefusal } from './simulatedOperation.ts';

/** Refuses an answer that leaves out what the card requires, as Teams does before it takes the press of a button. */
export function expectInputs(card: JsonObject, entered: JsonObject): void {
  const missing = partsOfCard(card)
    .filter(isRequiredInput)
    .find(({ id, value }) => isEmpty(entered[String(id)] ?? value));
  if (missing) {
    const { id, errorMessage, label } = missing;
    throw new ConnectorRefusal(
      400,
      `The card requires '${String(id)}': ${String(errorMessage ?? label ?? 'enter it')}`,
    );
  }
}

const isRequiredInput = ({ type, isRequired }: JsonObject): boolean =>
  String(type).startsWith('Input.') && isRequired === true;

const isEmpty = (value: Json | undefined): boolean => value === undefined || value === null || value === '';
