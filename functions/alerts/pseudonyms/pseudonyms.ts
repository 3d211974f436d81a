import type { VendorFields } from '../../integrations/vendorJson/readers.ts';
import { isRecord } from '../../integrations/vendorJson/vendorRecord.ts';
import { productOf } from '../productOf.ts';
import { type Hidden, hidePeople } from './hidePeople.ts';
import type { PseudonymOf } from './keyedPseudonym.ts';
import { peopleIn } from './peopleIn.ts';

/** Keeps the people of insider risk alerts out of what we store and answer. Both take and give the service's own form. */
export interface Pseudonyms {
  /** The alert, its people replaced where it is an insider risk alert. */
  ofAlert(alert: unknown): unknown;
  /** The incident and its alerts; whoever an insider risk alert of it is about is replaced in all of it. */
  ofIncident(incident: unknown): unknown;
}

/** Names people as the service does. */
export const namesAsGiven: Pseudonyms = { ofAlert: (alert) => alert, ofIncident: (incident) => incident };

// The other properties are ids, times and words of enumerations; who handles an alert is nobody to hide.
const alertTexts = [
  'title',
  'description',
  'actorDisplayName',
  'threatDisplayName',
  'threatFamilyName',
  'recommendedActions',
  'systemTags',
  'customDetails',
];
const incidentTexts = ['displayName', 'description', 'summary', 'resolvingComment', 'customTags', 'systemTags'];
// Filters go by the policy, and no policy is named after the people whom it finds.
const policyTitle = 'alertpolicytitle';

/** Replaces people by stable pseudonyms; those that insider risk management gave stay as they are. */
export function replacingPeople(pseudonymOf: PseudonymOf): Pseudonyms {
  const hiddenOf = (alert: VendorFields): Hidden[] =>
    peopleIn(alert).map((person) => ({
      person,
      pseudonym: person.givenPseudonym ?? pseudonymOf(person.identity),
    }));

  return {
    ofAlert(alert) {
      if (!isInsiderRisk(alert)) return alert;
      return hiddenAlert(alert, hidePeople(hiddenOf(alert)));
    },
    ofIncident(incident) {
      if (!isRecord(incident)) return incident;
      const alerts = Array.isArray(incident.alerts) ? incident.alerts : [];
      const hidden = alerts.filter(isInsiderRisk).flatMap(hiddenOf);
      if (hidden.length === 0) return incident;
      const hide = hidePeople(hidden);
      return {
        ...incident,
        ...withHidden(incident, incidentTexts, hide),
        ...hiddenComments(incident, hide),
        alerts: alerts.map((alert) => (isRecord(alert) ? hiddenAlert(alert, hide) : alert)),
      };
    },
  };
}

function isInsiderRisk(alert: unknown): alert is VendorFields {
  if (!isRecord(alert)) return false;
  const text = (name: string) => (typeof alert[name] === 'string' ? alert[name] : undefined);
  const [serviceSource, detectionSource, productName] = ['serviceSource', 'detectionSource', 'productName'].map(text);
  return productOf({ id: text('id') ?? '', serviceSource, detectionSource, productName }) === 'insiderRisk';
}

type Hide = (value: unknown) => unknown;

function hiddenAlert(alert: VendorFields, hide: Hide): VendorFields {
  return {
    ...alert,
    ...withHidden(alert, [...alertTexts, 'evidence'], hide),
    ...hiddenComments(alert, hide),
    ...(isRecord(alert.additionalData) && { additionalData: hiddenData(alert.additionalData, hide) }),
  };
}

const withHidden = (record: VendorFields, names: readonly string[], hide: Hide): VendorFields =>
  Object.fromEntries(names.filter((name) => name in record).map((name) => [name, hide(record[name])]));

/** Only what was written: its author is nobody to hide. */
function hiddenComments({ comments }: VendorFields, hide: Hide): VendorFields {
  if (!Array.isArray(comments)) return {};
  return {
    comments: comments.map((entry) =>
      isRecord(entry) ? { ...entry, ...withHidden(entry, ['comment'], hide) } : entry,
    ),
  };
}

const hiddenData = (data: VendorFields, hide: Hide): VendorFields =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, name.toLowerCase() === policyTitle ? value : hide(value)]),
  );
