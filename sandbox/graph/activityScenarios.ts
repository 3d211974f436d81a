import { activityRecord } from '../activityFeed/activityStore.ts';
import { dlpRecord } from '../activityFeed/dlpRecord.ts';
import { dlpPolicies, dlpPolicyModes } from '../contoso/dlpPolicies.ts';
import { labels, type SensitivityLabel } from '../contoso/labels.ts';
import { recordedUrl, type Site, type SiteFile } from '../contoso/site.ts';
import { tenant } from '../contoso/tenant.ts';
import { users } from '../contoso/users.ts';
import { type Fields, memberOf } from './bodyFields.ts';
import { badRequest } from './graphError.ts';
import type { Scenario } from './happening.ts';
import { address, allFiles, domain, fileOf, ownerOf, policyOf, sameName, text, userOf } from './wishes.ts';

/** What happens in the tenant without an alert: the audit log alone tells of it. */
export const activityScenarios: Readonly<Record<string, Scenario>> = {
  'label-downgrade': (wish, at) => {
    const { site, file } = fileFor(wish, ({ labelId }) => labelId !== undefined);
    const from = labelNamed(text(wish, 'from')) ?? labelWithId(file.labelId) ?? labels.confidential;
    const to = labelNamed(text(wish, 'to')) ?? labels.general;
    const record = activityRecord('FileSensitivityLabelChanged', at, {
      ...inSite(site, file),
      RecordType: 6,
      UserId: (userOf(wish) ?? ownerOf(file)).userPrincipalName,
      SensitivityLabelEventData: {
        SensitivityLabelId: to.id,
        OldSensitivityLabelId: from.id,
        LabelEventType: to.priority < from.priority ? 2 : to.priority === from.priority ? 4 : 1,
        ActionSource: 3,
      },
      SensitivityLabelJustificationText: text(wish, 'justification') ?? 'The customer may read it.',
    });
    return { records: [{ contentType: 'Audit.SharePoint', record }] };
  },

  'external-share': (wish, at) => {
    const { site, file } = fileFor(wish, ({ labelId }) => labelId !== undefined);
    const recipient = address(wish, 'recipient');
    const record = activityRecord(recipient === undefined ? 'AnonymousLinkCreated' : 'AddedToSecureLink', at, {
      ...inSite(site, file),
      RecordType: 14,
      UserId: (userOf(wish) ?? ownerOf(file)).userPrincipalName,
      EventData: '<Type>View</Type>',
      UniqueSharingId: `${file.id}-${at.getTime()}`,
      ...(recipient !== undefined && {
        TargetUserOrGroupType: 'Guest',
        TargetUserOrGroupName: `${recipient.replace('@', '_')}#ext#@${tenant.initialDomain}`,
      }),
    });
    return { records: [{ contentType: 'Audit.SharePoint', record }] };
  },

  'shadow-upload': (wish, at) => {
    const policy = dlpPolicies.highlyConfidentialFiles;
    const [rule] = policy.rules;
    const { file } = fileFor(wish, ({ labelId }) => labelId !== undefined && labelIdsOf(rule).includes(labelId));
    const user = userOf(wish) ?? ownerOf(file);
    const [account = 'user'] = user.userPrincipalName.split('@');
    const folder = `C:\\Users\\${account}\\Downloads`;
    const location = { kind: 'device' as const, hostName: `CONTOSO-${account.toUpperCase()}`, file, folder };
    const record = dlpRecord({ policy, rule, user, location, at });
    const app = domain(wish, 'application') ?? 'dropbox.com';
    return {
      records: [
        {
          contentType: 'DLP.All',
          record: { ...record, EndpointMetaData: { ...Object(record.EndpointMetaData), TargetDomain: app } },
        },
      ],
    };
  },

  'policy-change': (wish, at) => {
    const policy = policyOf(wish) ?? dlpPolicies.financialData;
    const mode = wish.mode === undefined ? 'Disable' : memberOf('mode', wish.mode, dlpPolicyModes);
    const record = activityRecord('Set-DlpCompliancePolicy', at, {
      RecordType: 18,
      Workload: 'SecurityComplianceCenter',
      UserId: (userOf(wish) ?? users.joni).userPrincipalName,
      ObjectId: `FFO.extest.microsoft.com/Microsoft Exchange Hosted Organizations/${tenant.initialDomain}/Configuration/${policy.name}`,
      ResultStatus: 'True',
      Parameters: `-Identity "${policy.name}" -Mode "${mode}"`,
      ModifiedProperties: [{ Name: 'Mode', OldValue: policy.mode, NewValue: mode }],
    });
    return { records: [{ contentType: 'Audit.General', record }] };
  },
};

function inSite(site: Site, file: SiteFile) {
  return {
    Workload: site.kind === 'oneDrive' ? 'OneDrive' : 'SharePoint',
    ObjectId: recordedUrl(site, file),
    SiteUrl: `${site.webUrl}/`,
    SourceFileName: file.name,
    ItemType: 'File',
  };
}

/** The wished file, or the first that suits the scenario. */
function fileFor(wish: Fields, suits: (file: SiteFile) => boolean): { site: Site; file: SiteFile } {
  const found = fileOf(wish) ?? allFiles().find(({ file }) => suits(file));
  if (!found) throw badRequest('Contoso has no file that suits this.');
  return found;
}

const allLabels: readonly SensitivityLabel[] = Object.values(labels);
const labelWithId = (id: string | undefined) => allLabels.find((label) => label.id === id);
const labelIdsOf = ({ labelIds }: { labelIds: readonly string[] }): readonly string[] => labelIds;

function labelNamed(name: string | undefined): SensitivityLabel | undefined {
  if (name === undefined) return undefined;
  const label = allLabels.find((candidate) => candidate.id === name || sameName(candidate.name, name));
  if (!label)
    throw badRequest(`There is no label '${name}'; Contoso has ${allLabels.map((known) => known.name).join(', ')}.`);
  return label;
}
