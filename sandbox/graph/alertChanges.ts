import { alertClassifications, alertDeterminations, alertStatuses, type NewAlert } from './alertRecord.ts';
import { fieldsOf, stringOf } from './bodyFields.ts';
import { badRequest } from './graphError.ts';
import { oneOf, orNull, readChanges } from './readChanges.ts';

/** Reads the body of an alert's PATCH. */
export function alertChanges(body: unknown): NewAlert {
  return readChanges(body, 'microsoft.graph.security.alert', {
    status: oneOf(alertStatuses),
    classification: orNull(oneOf(alertClassifications)),
    determination: orNull(oneOf(alertDeterminations)),
    assignedTo: orNull(stringOf),
    customDetails: orNull((_, value) => ({ ...fieldsOf(value) })),
  });
}

/** Reads the body of a comment's POST. */
export function alertCommentText(body: unknown): string {
  const { comment, '@odata.type': type, ...others } = fieldsOf(body);
  const [unknown] = Object.keys(others);
  const typeName = 'microsoft.graph.security.alertComment';
  if (unknown !== undefined) throw badRequest(`The property '${unknown}' does not exist on type '${typeName}'.`);
  if (type !== undefined && type !== typeName && type !== `#${typeName}`) {
    throw badRequest(`The type '${type}' is not '${typeName}'.`);
  }
  const text = stringOf('comment', comment);
  if (text.trim() === '') throw badRequest("The property 'comment' must not be empty.");
  return text;
}
