import type { StringSchema } from '../runtime/schema.ts';

/** A list of names that a trigger asks for; an empty one asks for nothing. */
export const namesInput = (summary: string, description: string) =>
  ({
    type: 'array',
    'x-ms-summary': summary,
    description: `${description} Leave it empty for all.`,
    maxItems: 100,
    items: { type: 'string', minLength: 1, maxLength: 400 },
  }) as const;

/** The same, each picked from a list that the designer fetches. */
export const pickedInput = <const C extends Partial<StringSchema>>(
  summary: string,
  description: string,
  choices: C,
) => ({
  ...namesInput(summary, description),
  items: { type: 'string', minLength: 1, maxLength: 400, ...choices } as const,
});

/** The same with the choices that there are. */
export const choicesInput = <const C extends readonly string[]>(summary: string, description: string, choices: C) =>
  ({
    type: 'array',
    'x-ms-summary': summary,
    description: `${description} Leave it empty for all.`,
    maxItems: 100,
    items: { type: 'string', enum: choices },
  }) as const;
