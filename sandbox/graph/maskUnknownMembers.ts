import { DETECTION_SOURCES, LATER_SERVICE_SOURCES, REMEDIATION_STATUSES, SERVICE_SOURCES } from './alertRecord.ts';
import { type Fields, isFields } from './bodyFields.ts';

const ALERT_MEMBERS = {
  serviceSource: new Set<unknown>(SERVICE_SOURCES),
  detectionSource: new Set<unknown>(DETECTION_SOURCES),
};
const EVIDENCE_MEMBERS = { remediationStatus: new Set<unknown>(REMEDIATION_STATUSES) };

/** The alert as a caller sees it who did not ask for enum members newer than `unknownFutureValue`. */
export function maskUnknownMembers(alert: Fields): Fields {
  const { evidence } = alert;
  return {
    ...masked(alert, ALERT_MEMBERS),
    ...(Array.isArray(evidence) && {
      evidence: evidence.map((entry: unknown) => (isFields(entry) ? masked(entry, EVIDENCE_MEMBERS) : entry)),
    }),
  };
}

/** Members of `serviceSource` that a filter may name. */
export function filterableServiceSources(includeUnknownMembers: 'include' | 'mask'): readonly string[] {
  // Public clients send the header together with such a filter; whether Graph insists on it is not documented.
  return includeUnknownMembers === 'include' ? [...SERVICE_SOURCES, ...LATER_SERVICE_SOURCES] : SERVICE_SOURCES;
}

function masked(record: Fields, known: Readonly<Record<string, ReadonlySet<unknown>>>): Fields {
  const copy: Record<string, unknown> = { ...record };
  for (const [property, members] of Object.entries(known)) {
    const value = copy[property];
    if (typeof value === 'string' && !members.has(value)) copy[property] = 'unknownFutureValue';
  }
  return copy;
}
