import { detectionSources, laterServiceSources, remediationStatuses, serviceSources } from './alertRecord.ts';
import { type Fields, isFields } from './bodyFields.ts';

const alertMembers = {
  serviceSource: new Set<unknown>(serviceSources),
  detectionSource: new Set<unknown>(detectionSources),
};
const evidenceMembers = { remediationStatus: new Set<unknown>(remediationStatuses) };

/** The alert as a caller sees it who did not ask for enum members newer than `unknownFutureValue`. */
export function maskUnknownMembers(alert: Fields): Fields {
  const { evidence } = alert;
  return {
    ...masked(alert, alertMembers),
    ...(Array.isArray(evidence) && {
      evidence: evidence.map((entry: unknown) => (isFields(entry) ? masked(entry, evidenceMembers) : entry)),
    }),
  };
}

/** Members of `serviceSource` that a filter may name. */
export function filterableServiceSources(includeUnknownMembers: 'include' | 'mask'): readonly string[] {
  // Public clients send the header together with such a filter; whether Graph insists on it is not documented.
  return includeUnknownMembers === 'include' ? [...serviceSources, ...laterServiceSources] : serviceSources;
}

function masked(record: Fields, known: Readonly<Record<string, ReadonlySet<unknown>>>): Fields {
  const copy: Record<string, unknown> = { ...record };
  for (const [property, members] of Object.entries(known)) {
    const value = copy[property];
    if (typeof value === 'string' && !members.has(value)) copy[property] = 'unknownFutureValue';
  }
  return copy;
}
