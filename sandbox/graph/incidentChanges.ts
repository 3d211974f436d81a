import { alertClassifications, alertDeterminations, alertSeverities } from './alertRecord.ts';
import { fieldsOf, memberOf, stringOf } from './bodyFields.ts';
import { badRequest } from './graphError.ts';
import { type IncidentRecord, settableIncidentStatuses } from './incidentStore.ts';

/** Reads the body of an incident's PATCH: only what Graph lets a caller change, each in a form that Graph knows. */
export function incidentChanges(body: unknown): Partial<IncidentRecord> {
  const changes: Partial<IncidentRecord> = {};
  for (const [name, value] of Object.entries(fieldsOf(body))) {
    switch (name) {
      case '@odata.type':
        break;
      case 'status':
        changes.status = memberOf(name, value, settableIncidentStatuses);
        break;
      case 'severity':
        changes.severity = memberOf(name, value, alertSeverities);
        break;
      case 'classification':
        changes.classification = value === null ? null : memberOf(name, value, alertClassifications);
        break;
      case 'determination':
        changes.determination = value === null ? null : memberOf(name, value, alertDeterminations);
        break;
      case 'customTags':
        changes.customTags = stringsOf(name, value);
        break;
      case 'assignedTo':
      case 'description':
      case 'displayName':
      case 'resolvingComment':
      case 'summary':
        changes[name] = value === null ? null : stringOf(name, value);
        break;
      default:
        throw badRequest(`The property '${name}' of type 'microsoft.graph.security.incident' cannot be updated.`);
    }
  }
  if (Object.keys(changes).length === 0) throw badRequest('The request body names no property to update.');
  return changes;
}

function stringsOf(property: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw badRequest(`The property '${property}' must be a collection.`);
  return value.map((item) => stringOf(property, item));
}
