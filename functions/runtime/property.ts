/** A text of a reply or an event, under the label that the designer shows. */
export const textProperty = (summary: string, description: string) =>
  ({ type: 'string', 'x-ms-summary': summary, description }) as const;

/** A time, ISO-8601 UTC. */
export const timeProperty = (summary: string, description: string) =>
  ({ type: 'string', format: 'date-time', 'x-ms-summary': summary, description }) as const;

/** A whole number. */
export const countProperty = (summary: string, description: string) =>
  ({ type: 'integer', format: 'int32', 'x-ms-summary': summary, description }) as const;

/** Yes or no. */
export const flagProperty = (summary: string, description: string) =>
  ({ type: 'boolean', 'x-ms-summary': summary, description }) as const;

/** A list of texts. */
export const textsProperty = (summary: string, description: string) =>
  ({ type: 'array', items: { type: 'string' }, 'x-ms-summary': summary, description }) as const;

/** The same property, shown among the advanced ones. */
export const advanced = <const P extends object>(property: P) =>
  ({ ...property, 'x-ms-visibility': 'advanced' }) as const;
