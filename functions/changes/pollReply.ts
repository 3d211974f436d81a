import { pollAddress } from '../runtime/pollAddress.ts';
import type { ObjectSchema } from '../runtime/schema.ts';

/** The query parameter that the platform hands back. */
export const cursorParameter = {
  in: 'query',
  type: 'string',
  'x-ms-summary': 'Cursor',
  'x-ms-visibility': 'internal',
  description: 'Where the check before ended; the platform fills it in.',
  minLength: 1,
  maxLength: 64,
} as const;

/** What every change has that a polling trigger answers. */
export const loggedProperties = {
  cursor: {
    type: 'string',
    'x-ms-summary': 'Cursor',
    'x-ms-visibility': 'internal',
    description: 'Rises from change to change; no two changes have the same.',
  },
  recordedAt: {
    type: 'string',
    format: 'date-time',
    'x-ms-summary': 'Recorded At',
    description: 'When the change was found, in UTC.',
  },
} as const;

const location = { type: 'string', description: 'Where to ask next.' } as const;

/** What a polling trigger answers: changes, newest first, or none. */
export const pollResponses = <const I extends ObjectSchema>(item: I, description: string) =>
  ({
    200: {
      description,
      headers: { Location: location },
      schema: {
        type: 'object',
        properties: {
          value: { type: 'array', items: item, 'x-ms-summary': 'Changes', description: 'The changes, newest first.' },
        },
        required: ['value'],
      },
    },
    202: {
      description: 'There is nothing new.',
      headers: {
        Location: location,
        'Retry-After': { type: 'string', description: 'How many seconds to wait before the next check.' },
      },
    },
  }) as const;

interface Poll<T> {
  readonly publicBaseUrl: string;
  /** Below `/api`. */
  readonly path: string;
  /** What the trigger was asked for, without the cursor. */
  readonly filters: Readonly<Record<string, unknown>>;
  readonly cursor: string;
  /** Oldest first. */
  readonly items: readonly T[];
}

// What is waited for takes people days; a check reads a list to its end.
const secondsToNextCheck = 300;

/** The platform takes the first item's cursor, or the Location, whichever it was built for: both go on after all items. */
export const pollReply = <T>({ publicBaseUrl, path, filters, cursor, items }: Poll<T>) => {
  const Location = pollAddress(publicBaseUrl, path, { ...filters, cursor });
  if (items.length > 0) return { status: 200, headers: { Location }, body: { value: items.toReversed() } } as const;
  return { status: 202, headers: { Location, 'Retry-After': String(secondsToNextCheck) } } as const;
};
