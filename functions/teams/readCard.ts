import secureJson from 'secure-json-parse';
import { invalid, Problem } from '../runtime/problem.ts';
import type { AdaptiveCard } from './adaptiveCard.ts';
import { cardFaults } from './cardFaults.ts';

/** A card with very many faults is told the first ones. */
const toldFaults = 20;

const parse = (text: string): unknown => {
  try {
    return secureJson.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid(
      'card',
      'The text is not JSON. Paste the card from the Adaptive Card designer, and put double quotes around texts.',
    );
  }
};

/** Reads the JSON text of an Adaptive Card; refuses, fault by fault, what Teams would not show or nobody should open. */
export const readCard = (text: string): AdaptiveCard => {
  const card = parse(text);
  const faults = [...cardFaults(card, 'card')].slice(0, toldFaults);
  const [first] = faults;
  if (first !== undefined) throw new Problem('InvalidInput', `${first.field}: ${first.message}`, { faults });
  return card as AdaptiveCard;
};
