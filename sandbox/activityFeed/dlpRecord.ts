import { randomUUID } from 'node:crypto';
import { sensitiveInformationTypes } from '../contoso/sensitiveInformationTypes.ts';
import { fileUrl, recordedUrl, type SiteFile } from '../contoso/site.ts';
import { tenant } from '../contoso/tenant.ts';
import type { DlpLocation, DlpMatch } from '../graph/dlpAlert.ts';
import { type ActivityRecord, activityRecord } from './activityStore.ts';

interface RecordOptions {
  /** Joins the records of one incident; one of its own unless told otherwise. */
  incidentId?: string;
  operation?: 'DlpRuleMatch' | 'DlpRuleUndo' | 'DlpInfo';
  exceptionInfo?: Readonly<Record<string, unknown>>;
}

/** Values as they would stand in a file: what must never leave the feed's client. */
export const matchedValues = ['4111 1111 1111 1111', '5500 0055 5555 5559', '078-05-1120'] as const;

const ofWorkload = {
  file: { RecordType: 11, Workload: 'SharePoint' },
  mail: { RecordType: 13, Workload: 'Exchange' },
  teamsMessage: { RecordType: 13, Workload: 'MicrosoftTeams' },
  device: { RecordType: 63, Workload: 'Endpoint' },
} as const satisfies Record<DlpLocation['kind'], object>;

/** The DLP.All record of a match, matched values included, as a reader of sensitive details gets it. */
export function dlpRecord(
  { policy, rule, user, location, at, severity }: DlpMatch,
  options: RecordOptions = {},
): ActivityRecord {
  const { incidentId = randomUUID(), operation = 'DlpRuleMatch', exceptionInfo } = options;
  const { RecordType, Workload } = ofWorkload[location.kind];
  const isOneDrive = location.kind === 'file' && location.site.kind === 'oneDrive';
  const named = severity ?? rule.severity;
  return activityRecord(operation, at, {
    RecordType,
    Workload: isOneDrive ? 'OneDrive' : Workload,
    UserKey: 'DlpAgent',
    UserType: 4,
    UserId: user.userPrincipalName,
    IncidentId: incidentId,
    SensitiveInfoDetectionIsIncluded: true,
    ...itemOf(location, user.userPrincipalName, at),
    PolicyDetails: [
      {
        PolicyId: policy.id,
        PolicyName: policy.name,
        Rules: [
          {
            RuleId: rule.id,
            RuleName: rule.name,
            RuleMode: policy.mode,
            Severity: `${named.charAt(0).toUpperCase()}${named.slice(1)}`,
            Actions: rule.actions,
            ConditionsMatched: {
              SensitiveInformation: sensitiveInformation(rule.sensitiveInformation, fileOf(location)),
              DocumentProperties: [],
              OtherConditions: [{ Name: 'AccessScope', Value: 'External' }],
            },
          },
        ],
      },
    ],
    ...(exceptionInfo && { ExceptionInfo: exceptionInfo }),
  });
}

const fileOf = (location: DlpLocation): SiteFile | undefined => ('file' in location ? location.file : undefined);

function sensitiveInformation(wanted: DlpMatch['rule']['sensitiveInformation'], file: SiteFile | undefined) {
  const types = Object.values(sensitiveInformationTypes);
  return wanted.flatMap(({ typeId, minimumCount, minimumConfidence }) => {
    const found = file?.sensitiveInformation.find((candidate) => candidate.typeId === typeId);
    if (file && !found) return [];
    const count = found?.count ?? minimumCount;
    return [
      {
        SensitiveType: typeId,
        SensitiveInformationTypeName: types.find(({ id }) => id === typeId)?.name,
        Count: count,
        UniqueCount: count,
        Confidence: found?.confidence ?? minimumConfidence,
        Location: file?.name ?? 'Message Body',
        SensitiveInformationDetections: {
          DetectedValues: matchedValues.map((value) => ({
            Name: value,
            Value: `… the card ${value} of the customer …`,
          })),
          ResultsTruncated: false,
        },
      },
    ];
  });
}

function itemOf(location: DlpLocation, user: string, at: Date): Record<string, unknown> {
  switch (location.kind) {
    case 'file': {
      const { site, file } = location;
      return {
        ObjectId: recordedUrl(site, file),
        SharePointMetaData: {
          FileName: file.name,
          FilePathUrl: fileUrl(site, file),
          FileOwner: user,
          From: user,
          SiteCollectionUrl: site.webUrl,
          SiteCollectionGuid: site.id.split(',')[1],
          UniqueID: file.id,
          ItemCreationTime: at.toISOString().slice(0, 19),
          IsViewableByExternalUsers: file.sharing.some(({ kind }) => kind !== 'organizationLink'),
          SensitivityLabelIds: file.labelId === undefined ? [] : [file.labelId],
        },
      };
    }
    case 'mail': {
      const messageId = `<${location.networkMessageId ?? randomUUID()}@${tenant.initialDomain}>`;
      return {
        ObjectId: messageId,
        ExchangeMetaData: {
          MessageID: messageId,
          From: user,
          To: [location.recipient],
          CC: [],
          BCC: [],
          Subject: location.subject,
          Sent: at.toISOString().slice(0, 19),
          RecipientCount: 1,
        },
      };
    }
    case 'teamsMessage':
      return { ObjectId: location.channel.channelId };
    case 'device': {
      const { hostName, file, folder } = location;
      return {
        ObjectId: `${folder}\\${file.name}`,
        EndpointMetaData: {
          DeviceName: hostName,
          EndpointOperation: 'FileUploadedToCloud',
          EnforcementMode: 4,
          Application: 'msedge.exe',
          TargetDomain: 'dropbox.com',
          FileExtension: file.name.split('.').at(-1),
          SensitivityLabelIds: file.labelId === undefined ? [] : [file.labelId],
        },
      };
    }
  }
}
