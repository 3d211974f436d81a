import { schema } from '../runtime/schema.ts';

/** The input that is a comment on an alert or an incident. */
export const commentText = schema({
  type: 'string',
  'x-ms-summary': 'Comment',
  description: 'What to write, as plain text.',
  minLength: 1,
  maxLength: 1_000,
  pattern: '\\S',
});
