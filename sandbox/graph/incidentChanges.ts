import { alertClassifications, alertDeterminations, alertSeverities } from './alertRecord.ts';
import { stringOf } from './bodyFields.ts';
import { badRequest } from './graphError.ts';
import { type IncidentRecord, settableIncidentStatuses } from './incidentStore.ts';
import { oneOf, orNull, readChanges } from './readChanges.ts';

/** Reads the body of an incident's PATCH. */
export function incidentChanges(body: unknown): Partial<IncidentRecord> {
  return readChanges(body, 'microsoft.graph.security.incident', {
    status: oneOf(settableIncidentStatuses),
    severity: oneOf(alertSeverities),
    classification: orNull(oneOf(alertClassifications)),
    determination: orNull(oneOf(alertDeterminations)),
    customTags: stringsOf,
    assignedTo: orNull(stringOf),
    description: orNull(stringOf),
    displayName: orNull(stringOf),
    resolvingComment: orNull(stringOf),
    summary: orNull(stringOf),
  });
}

function stringsOf(property: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw badRequest(`The property '${property}' must be a collection.`);
  return value.map((item) => stringOf(property, item));
}
