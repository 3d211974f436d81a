import type { SecurityNamespace } from '@microsoft/microsoft-graph-types';
import { present } from '../integrations/vendorJson/present.ts';
import { UnmappableRecord } from '../integrations/vendorJson/unmappableRecord.ts';
import { isRecord, vendorRecord } from '../integrations/vendorJson/vendorRecord.ts';
import type { Alert } from './alert.ts';
import {
  classifications,
  detectionSources,
  determinations,
  investigationStates,
  serviceSources,
  severities,
  statuses,
} from './alertEnums.ts';
import { dictionaryTexts } from './dictionaryTexts.ts';
import { toEvidence } from './evidence/toEvidence.ts';
import { parties } from './parties.ts';
import { productOf } from './productOf.ts';
import { subjectOf } from './subjectOf.ts';
import { toAlertComment } from './toAlertComment.ts';

/** The properties of the v1.0 metadata, two of which the types lack. */
type GraphAlert = SecurityNamespace.Alert & Record<'categories' | 'investigationState', unknown>;

// Ids become keys and parts of addresses, for which the vendor's own forms leave ample room.
const printableId = /^[\x21-\x7e]{1,200}$/;

/**
 * Maps an alert of Graph v1.0 to our words.
 * https://learn.microsoft.com/graph/api/resources/security-alert
 * @throws {UnmappableRecord} when it is not an alert: without an id or its dates, or with properties of other types.
 */
export function toAlert(record: unknown): Alert {
  if (!isRecord(record)) throw new UnmappableRecord('The record is not an object.');
  const { id } = record;
  if (typeof id !== 'string' || !printableId.test(id)) throw new UnmappableRecord('id: expected an id.');
  const from = vendorRecord<GraphAlert>(record, id);
  const evidence = from.records('evidence');
  const productName = from.text('productName');
  const product = productOf({
    id,
    serviceSource: from.text('serviceSource'),
    detectionSource: from.text('detectionSource'),
    productName,
  });
  const additionalData = from.dictionary('additionalData');
  const category = from.text('category');
  const categories = from.texts('categories');
  return present({
    alertId: id,
    title: from.text('title'),
    description: from.text('description'),
    severity: from.member('severity', severities) ?? 'unknown',
    status: from.member('status', statuses) ?? 'unknown',
    product,
    policyName: dictionaryTexts(additionalData, ['alertpolicytitle'])[0],
    policyId: from.text('alertPolicyId'),
    ...subjectOf(product, evidence, from.text('actorDisplayName')),
    classification: from.member('classification', classifications),
    determination: from.member('determination', determinations),
    assignedTo: from.text('assignedTo'),
    createdAt: from.requiredTime('createdDateTime'),
    updatedAt: from.requiredTime('lastUpdateDateTime'),
    firstActivityAt: from.time('firstActivityDateTime'),
    lastActivityAt: from.time('lastActivityDateTime'),
    resolvedAt: from.time('resolvedDateTime'),
    portalUrl: from.link('alertWebUrl'),
    incidentId: from.text('incidentId'),
    incidentUrl: from.link('incidentWebUrl'),
    ...parties(evidence),
    // `category` is deprecated in favour of `categories`, which older services leave empty.
    categories: filled(categories.length > 0 ? categories : category === undefined ? [] : [category]),
    recommendedActions: from.text('recommendedActions'),
    comments: filled(from.records('comments').map(toAlertComment)),
    evidence: filled(evidence.map(toEvidence)),
    productName,
    serviceSource:
      product === 'insiderRisk' ? 'microsoftInsiderRiskManagement' : from.member('serviceSource', serviceSources),
    detectionSource: from.member('detectionSource', detectionSources),
    detectorId: from.text('detectorId'),
    providerAlertId: from.text('providerAlertId'),
    investigationState: from.member('investigationState', investigationStates),
    mitreTechniques: filled(from.texts('mitreTechniques')),
    tags: filled(from.texts('systemTags')),
    threatName: from.text('threatDisplayName'),
    threatFamily: from.text('threatFamilyName'),
    tenantId: from.text('tenantId'),
    customDetails: from.dictionary('customDetails'),
    additionalData,
  });
}

const filled = <T>(items: T[]): T[] | undefined => (items.length > 0 ? items : undefined);
