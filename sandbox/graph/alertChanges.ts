import { alertClassifications, alertDeterminations, alertStatuses, type NewAlert } from './alertRecord.ts';
import { fieldsOf, memberOf, stringOf } from './bodyFields.ts';
import { badRequest } from './graphError.ts';

/** Reads the body of an alert's PATCH: only what Graph lets a caller change, each in a form that Graph knows. */
export function alertChanges(body: unknown): NewAlert {
  const changes: NewAlert = {};
  for (const [name, value] of Object.entries(fieldsOf(body))) {
    switch (name) {
      case '@odata.type':
        break;
      case 'status':
        changes.status = memberOf(name, value, alertStatuses);
        break;
      case 'classification':
        changes.classification = value === null ? null : memberOf(name, value, alertClassifications);
        break;
      case 'determination':
        changes.determination = value === null ? null : memberOf(name, value, alertDeterminations);
        break;
      case 'assignedTo':
        changes.assignedTo = value === null ? null : stringOf(name, value);
        break;
      case 'customDetails':
        changes.customDetails = value === null ? null : { ...fieldsOf(value) };
        break;
      default:
        throw badRequest(`The property '${name}' of type 'microsoft.graph.security.alert' cannot be updated.`);
    }
  }
  if (Object.keys(changes).length === 0) throw badRequest('The request body names no property to update.');
  return changes;
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
