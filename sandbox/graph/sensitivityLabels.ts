import { labels, type SensitivityLabel } from '../contoso/labels.ts';
import { tenant } from '../contoso/tenant.ts';
import { fieldsOf, memberOf, stringOf } from './bodyFields.ts';
import type { DriveItem, DriveStore } from './driveStore.ts';
import { badRequest, GraphError } from './graphError.ts';
import type { GraphRoute } from './graphRoute.ts';
import type { LabelAssignments } from './labelAssignments.ts';
import { answerPage } from './odata/answerPage.ts';
import { itemOf } from './siteAccess.ts';

const labelPermissions = ['SensitivityLabel.Read', 'SensitivityLabels.Read.All'];
const extractPermissions = ['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All', 'Sites.ReadWrite.All'];
const assignPermissions = ['Files.ReadWrite.All', 'Sites.ReadWrite.All'];
const labelsPath = '/security/dataSecurityAndGovernance/sensitivityLabels';
const itemPath = '/drives/{driveId}/items/{itemId}';
/** The types that labels can be put on at rest: https://learn.microsoft.com/purview/sensitivity-labels-sharepoint-onedrive-files */
const labelledTypes = /\.(?:docx|docm|xlsx|xlsm|xlsb|pptx|ppsx|pdf)$/i;
const allLabels: readonly SensitivityLabel[] = Object.values<SensitivityLabel>(labels);

/** The tenant's sensitivity labels, and `extractSensitivityLabels` and `assignSensitivityLabel` of a file. */
export function sensitivityLabelRoutes(drives: DriveStore, assignments: LabelAssignments): GraphRoute[] {
  return [
    {
      method: 'GET',
      path: labelsPath,
      permissions: { delegated: labelPermissions, application: labelPermissions },
      answer: (call) =>
        answerPage(call, {
          context: 'security/dataSecurityAndGovernance/sensitivityLabels',
          records: () => allLabels.filter(({ parentId }) => parentId === undefined).map(presented),
          present: (label) => label,
          filterable: {},
          defaultPageSize: 100,
          largestPageSize: 100,
        }),
    },
    {
      method: 'GET',
      path: `${labelsPath}/{labelId}`,
      permissions: { delegated: labelPermissions, application: labelPermissions },
      answer: (call) => ({ status: 200, body: presented(knownLabel(call.param('labelId'))) }),
    },
    {
      method: 'POST',
      path: `${itemPath}/extractSensitivityLabels`,
      permissions: { delegated: extractPermissions, application: extractPermissions },
      answer(call) {
        const { sensitivityLabel } = openedFile(itemOf(call, drives));
        const found = sensitivityLabel === undefined ? [] : [{ ...sensitivityLabel, tenantId: tenant.id }];
        return {
          status: 200,
          body: {
            '@odata.context': `${call.origin}/v1.0/$metadata#microsoft.graph.extractSensitivityLabelsResult`,
            labels: found,
          },
        };
      },
    },
    {
      method: 'POST',
      path: `${itemPath}/assignSensitivityLabel`,
      permissions: { delegated: assignPermissions, application: assignPermissions },
      answer(call) {
        const item = openedFile(itemOf(call, drives));
        const { sensitivityLabelId, assignmentMethod, justificationText, ...others } = fieldsOf(call.body);
        const [unknown] = Object.keys(others);
        if (unknown !== undefined) throw badRequest(`The parameter '${unknown}' does not exist in the action.`);
        const id = stringOf('sensitivityLabelId', sensitivityLabelId);
        const wanted = id === '' ? undefined : knownLabel(id);
        const method = memberOf('assignmentMethod', assignmentMethod, ['standard', 'privileged', 'auto']);
        if (isDowngrade(item, wanted) && !hasText(justificationText)) {
          throw badRequest('A justification is required to downgrade or remove a label.');
        }
        const monitor = assignments.begin(item, { sensitivityLabelId: wanted?.id, assignmentMethod: method });
        return { status: 202, headers: { location: `${call.origin}${monitor}` } };
      },
    },
  ];
}

function openedFile(item: DriveItem): DriveItem {
  const { file, name } = item;
  if (!file || !labelledTypes.test(name)) throw new GraphError(400, 'notSupported', 'The file type is not supported.');
  if (file.encryption) throw new GraphError(423, file.encryption, 'The file is locked.');
  return item;
}

function knownLabel(id: string): SensitivityLabel {
  const label = allLabels.find((candidate) => candidate.id === id);
  if (!label) throw new GraphError(404, 'itemNotFound', `The label '${id}' could not be found.`);
  return label;
}

function isDowngrade({ sensitivityLabel }: DriveItem, wanted: SensitivityLabel | undefined): boolean {
  const current = allLabels.find(({ id }) => id === sensitivityLabel?.sensitivityLabelId);
  return current !== undefined && (wanted === undefined || wanted.priority < current.priority);
}

const hasText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** As on the wire: the name is in `name` and the words for people in `toolTip`, while their namesakes say nothing. */
function presented(label: SensitivityLabel): Readonly<Record<string, unknown>> {
  const { id, name, toolTip, priority, color, hasProtection } = label;
  return {
    id,
    name,
    displayName: null,
    description: '',
    toolTip,
    autoTooltip: '',
    priority,
    color,
    hasProtection,
    isDefault: false,
    isEnabled: true,
    isEndpointProtectionEnabled: false,
    isScopedToUser: false,
    actionSource: 'manual',
    locale: null,
    applicableTo: 'email,file,site,unifiedGroup',
    sublabels: allLabels.filter(({ parentId }) => parentId === id).map(presented),
  };
}
