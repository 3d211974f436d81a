import type { EventDraft } from '../events/event.ts';
import { present } from '../integrations/vendorJson/present.ts';
import type { Alert } from './alert.ts';
import type { Product } from './alertEnums.ts';
import { alertWorkloads } from './alertWorkloads.ts';
import { dictionaryTexts } from './dictionaryTexts.ts';

const typeOf = {
  dlp: 'dlpAlert',
  insiderRisk: 'insiderRiskAlert',
  cloudApps: 'cloudAppAlert',
  other: 'securityAlert',
} as const satisfies Record<Product, string>;

/** The event that a version of an alert is. */
export function toAlertDraft(alert: Alert): EventDraft {
  const { alertId, severity, status, createdAt, updatedAt, firstActivityAt, actor, portalUrl } = alert;
  return present({
    recordId: alertId,
    version: updatedAt,
    type: typeOf[alert.product],
    createdAt,
    recordedAt: updatedAt,
    occurredAt: firstActivityAt ?? createdAt,
    actor,
    portalUrl,
    facets: present({
      severity,
      status,
      policies: filled([alert.policyId, alert.policyName]),
      rules: filled([
        ...(alert.ruleMatches ?? []).flatMap(({ rules = [] }) =>
          rules.flatMap(({ ruleId, ruleName }) => [ruleId, ruleName]),
        ),
        ...details(alert, ['rule', 'rules', 'ruleid', 'rulename', 'rulenames', 'alertrulename']),
      ]),
      users: filled((alert.users ?? []).flatMap((user) => [user.userPrincipalName, user.objectId])) ?? filled([actor]),
      workloads: filled(alertWorkloads(alert)),
      labels: filled([
        ...(alert.ruleMatches ?? []).flatMap(({ item: { labelIds = [], labelNames = [] } = {} }) => [
          ...labelIds,
          ...labelNames,
        ]),
        ...details(alert, [
          'sensitivitylabel',
          'sensitivitylabels',
          'sensitivitylabelid',
          'sensitivitylabelids',
          'sensitivitylabelname',
        ]),
      ]),
      named: namedFacets(alert),
    }),
    noun: 'alert',
    thing: alert,
  });
}

/** What the inputs of single triggers ask for. */
function namedFacets({ product, policyId, policyName, cloudApps = [] }: Alert): EventDraft['facets']['named'] {
  if (product === 'insiderRisk') return present({ insiderRiskPolicy: filled([policyId, policyName]) });
  const appNames = cloudApps.flatMap(({ appId, name, instanceName }) => [appId, name, instanceName]);
  return product === 'cloudApps' ? present({ cloudApp: filled(appNames) }) : undefined;
}

// No property of the metadata names rules or labels; where a product tells them, it does so in its dictionaries.
const details = ({ additionalData, customDetails }: Alert, names: readonly string[]): string[] => [
  ...dictionaryTexts(additionalData, names),
  ...dictionaryTexts(customDetails, names),
];

function filled(values: readonly (string | undefined)[]): readonly string[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? [...new Set(known)] : undefined;
}
