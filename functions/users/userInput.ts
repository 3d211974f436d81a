import { schema } from '../runtime/schema.ts';

/** The input that names a person. */
export const userInput = schema({
  type: 'string',
  'x-ms-summary': 'User',
  description: 'The user principal name or the object id; a pseudonym must be revealed first.',
  minLength: 1,
  maxLength: 320,
});
