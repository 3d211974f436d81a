import { type RetentionLabel, retentionLabels } from '../contoso/retentionLabels.ts';
import { findUser } from '../contoso/users.ts';
import { fieldsOf, stringOf } from './bodyFields.ts';
import type { Clock } from './clock.ts';
import type { DriveItem, DriveStore } from './driveStore.ts';
import { fileReadRights } from './fileReadRights.ts';
import { badRequest, GraphError } from './graphError.ts';
import type { GraphRoute } from './graphRoute.ts';
import { answerPage } from './odata/answerPage.ts';
import { itemOf } from './siteAccess.ts';

const recordsPermissions = ['RecordsManagement.Read.All', 'RecordsManagement.ReadWrite.All'];
const writePermissions = ['Files.ReadWrite.All', 'Sites.ReadWrite.All', 'Sites.FullControl.All'];
const itemPath = '/drives/{driveId}/items/{itemId}/retentionLabel';
const allLabels: readonly RetentionLabel[] = Object.values<RetentionLabel>(retentionLabels);

/** The tenant's retention labels, which no app may read on its own account, and that of a file. */
export function retentionLabelRoutes(drives: DriveStore, clock: Clock): GraphRoute[] {
  return [
    {
      method: 'GET',
      path: '/security/labels/retentionLabels',
      permissions: { delegated: recordsPermissions, application: [] },
      answer: (call) =>
        answerPage(call, {
          context: 'security/labels/retentionLabels',
          records: () => allLabels.map(presented),
          present: (label) => label,
          filterable: {},
          defaultPageSize: 100,
          largestPageSize: 100,
        }),
    },
    {
      method: 'GET',
      path: itemPath,
      permissions: fileReadRights,
      answer(call) {
        const item = itemOf(call, drives);
        return item.retentionLabel ? { status: 200, body: presentedOf(item) } : { status: 204 };
      },
    },
    {
      method: 'PATCH',
      path: itemPath,
      permissions: { delegated: writePermissions, application: writePermissions },
      answer(call) {
        const item = itemOf(call, drives);
        const { name, ...others } = fieldsOf(call.body);
        const [unknown] = Object.keys(others);
        if (unknown !== undefined) throw badRequest(`The property '${unknown}' cannot be set.`);
        const label = allLabels.find((candidate) => candidate.name === stringOf('name', name));
        if (!label) throw new GraphError(400, 'invalidRequest', `The label '${name}' could not be found.`);
        const behavior = labelOf(item)?.behavior;
        if (behavior === 'retainAsRegulatoryRecord') {
          throw new GraphError(403, 'accessDenied', 'The item is a regulatory record.');
        }
        if (behavior === 'retainAsRecord' && !call.caller.permissions.has('Sites.FullControl.All')) {
          throw new GraphError(403, 'accessDenied', 'The item is a record.');
        }
        const status = item.retentionLabel ? 200 : 201;
        item.retentionLabel = {
          name: label.name,
          appliedById: call.caller.userId ?? '',
          appliedAt: clock.now().toISOString(),
        };
        return { status, body: presentedOf(item) };
      },
    },
  ];
}

const labelOf = ({ retentionLabel }: DriveItem): RetentionLabel | undefined =>
  allLabels.find(({ name }) => name === retentionLabel?.name);

function presentedOf(item: DriveItem): Readonly<Record<string, unknown>> {
  const label = labelOf(item);
  const isRegulatory = label?.behavior === 'retainAsRegulatoryRecord';
  const isRecord = isRegulatory || label?.behavior === 'retainAsRecord';
  return {
    name: label?.name,
    isLabelAppliedExplicitly: true,
    labelAppliedDateTime: item.retentionLabel?.appliedAt,
    labelAppliedBy: {
      user: {
        id: item.retentionLabel?.appliedById,
        displayName: findUser(item.retentionLabel?.appliedById ?? '')?.displayName,
      },
    },
    retentionSettings: {
      behaviorDuringRetentionPeriod: label?.behavior,
      isDeleteAllowed: label?.behavior === 'doNotRetain',
      isRecordLocked: isRecord,
      isMetadataUpdateAllowed: !isRegulatory,
      isContentUpdateAllowed: !isRecord,
      isLabelUpdateAllowed: !isRecord,
    },
  };
}

function presented({ id, name, descriptionForUsers, behavior, days, actionAfter }: RetentionLabel) {
  return {
    id,
    displayName: name,
    descriptionForAdmins: null,
    descriptionForUsers,
    behaviorDuringRetentionPeriod: behavior,
    actionAfterRetentionPeriod: actionAfter,
    retentionTrigger: 'dateLabeled',
    retentionDuration:
      days === undefined
        ? { '@odata.type': '#microsoft.graph.security.retentionDurationForever' }
        : { '@odata.type': '#microsoft.graph.security.retentionDurationInDays', days },
    defaultRecordBehavior: 'startLocked',
    isInUse: true,
    labelToBeApplied: null,
    createdDateTime: '2025-03-01T09:00:00Z',
    lastModifiedDateTime: '2025-03-01T09:00:00Z',
    createdBy: { user: { id: null, displayName: 'Nestor Wilke' } },
  };
}
