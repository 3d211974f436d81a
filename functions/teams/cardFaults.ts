import type { FieldFault } from '../runtime/problem.ts';

const rootProperties = new Set([
  '$schema',
  'type',
  'version',
  'body',
  'actions',
  'selectAction',
  'fallbackText',
  'backgroundImage',
  'minHeight',
  'rtl',
  'speak',
  'lang',
  'verticalContentAlignment',
  'msteams',
]);
const safeActions = new Set(['Action.OpenUrl', 'Action.ShowCard', 'Action.ToggleVisibility']);
/** The properties that hold an action, and those that hold an address; elements and actions share the names. */
const actionProperties = new Set(['actions', 'selectAction', 'inlineAction']);
const addressProperties = new Set(['url', 'iconUrl', 'poster', 'backgroundImage']);
/** No card that people read comes near; past it a reader of the card could run out of stack. */
const maxDepth = 40;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isHttps = (address: string): boolean => {
  const url = URL.parse(address);
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
};

function* actionFaults(action: unknown, field: string): Generator<FieldFault> {
  const type = isObject(action) ? action.type : undefined;
  if (type === 'Action.Submit' || type === 'Action.Execute') {
    yield {
      field,
      message: `${type} needs a bot that takes the answer, and a posted card has none. Use Action.OpenUrl, or ask with an approval.`,
    };
  } else if (typeof type !== 'string' || !safeActions.has(type)) {
    yield { field, message: `An action must be one of ${[...safeActions].join(', ')}.` };
  } else if (type === 'Action.OpenUrl' && (!isObject(action) || typeof action.url !== 'string')) {
    yield { field: `${field}.url`, message: 'Action.OpenUrl must have an https address.' };
  }
}

function* versionFaults(version: unknown, field: string): Generator<FieldFault> {
  if (typeof version !== 'string' || !/^1\.[0-5]$/.test(version)) {
    yield { field, message: 'The version must be 1.0 to 1.5, the newest that Teams shows: write "1.5".' };
  }
}

/** `action`: the property that holds the part takes nothing but actions. */
type Place = 'action' | 'anywhere';

function* partFaults(part: unknown, field: string, depth: number, place: Place): Generator<FieldFault> {
  if (depth > maxDepth) {
    yield { field, message: `The card is nested more than ${maxDepth} levels deep. Flatten it.` };
  } else if (Array.isArray(part)) {
    for (const [index, item] of part.entries()) yield* partFaults(item, `${field}[${index}]`, depth + 1, place);
  } else if (isObject(part)) {
    yield* objectFaults(part, field, depth, place);
  } else if (place === 'action') {
    yield* actionFaults(part, field);
  }
}

function* objectFaults(
  part: Readonly<Record<string, unknown>>,
  field: string,
  depth: number,
  place: Place,
): Generator<FieldFault> {
  // A fallback may hold an action too, and clients differ in how they read the case of a type.
  const isAction = place === 'action' || (typeof part.type === 'string' && /^action\./i.test(part.type));
  if (isAction) yield* actionFaults(part, field);
  if (part.type === 'AdaptiveCard') yield* cardRootFaults(part, field, depth);
  for (const [name, value] of Object.entries(part)) {
    const at = `${field}.${name}`;
    if (addressProperties.has(name) && typeof value === 'string' && !isHttps(value)) {
      yield { field: at, message: 'The address must be absolute and start with https://.' };
    }
    yield* partFaults(value, at, depth + 1, actionProperties.has(name) ? 'action' : 'anywhere');
  }
}

function* cardRootFaults(card: Readonly<Record<string, unknown>>, field: string, depth: number): Generator<FieldFault> {
  for (const name of Object.keys(card)) {
    if (name === 'refresh' || name === 'authentication') {
      yield { field: `${field}.${name}`, message: `${name} needs a bot, and a posted card has none. Leave it out.` };
    } else if (!rootProperties.has(name)) {
      yield { field: `${field}.${name}`, message: 'An Adaptive Card has no such property at its root. Leave it out.' };
    }
  }
  // A card within Action.ShowCard may do without.
  if (depth === 0 || card.version !== undefined) yield* versionFaults(card.version, `${field}.version`);
}

/** Why a card must not be posted, fault by fault; nothing when it is an Adaptive Card that can only show and link. */
export function* cardFaults(card: unknown, field: string): Generator<FieldFault> {
  if (!isObject(card) || card.type !== 'AdaptiveCard') {
    yield { field: `${field}.type`, message: 'The card must be a JSON object whose type is "AdaptiveCard".' };
    return;
  }
  yield* partFaults(card, field, 0, 'anywhere');
}
