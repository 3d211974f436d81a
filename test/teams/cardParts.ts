import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';

// The package's main entry does not load in Node; its bundle does, and parses without a DOM.
const bundle: typeof AdaptiveCards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');
const { AdaptiveCard: RealCard, SerializationContext, Versions } = bundle;

type Part = Readonly<Record<string, unknown>>;

/** Every object in the card, the card itself first. */
export function* partsOf(value: unknown): Generator<Part> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Part;
  for (const child of Object.values(value)) yield* partsOf(child);
}

/** The texts of the parts of a type, in the order in which people read them. */
export const textsOf = (card: object, type: 'TextBlock' | 'TextRun'): string[] =>
  [...partsOf(card)].filter((part) => part.type === type).map((part) => String(part.text));

/** Every address in the card that somebody can open. */
export const linksOf = (card: object): string[] =>
  [...partsOf(card)].filter((part) => part.type === 'Action.OpenUrl').map((part) => String(part.url));

/** What Microsoft's own parser has to say against the card, as of version 1.5. */
export const parserFaults = (card: object): string[] => {
  const context = new SerializationContext(Versions.v1_5);
  new RealCard().parse(card, context);
  return Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
};
