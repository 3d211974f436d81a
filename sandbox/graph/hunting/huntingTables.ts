import type { Site, SiteFile } from '../../contoso/site.ts';
import { sites } from '../../contoso/sites.ts';
import { findUser } from '../../contoso/users.ts';
import type { AlertRecord, Evidence } from '../alertRecord.ts';
import type { AlertStore } from '../alertStore.ts';
import { type Fields, isFields } from '../bodyFields.ts';
import type { Clock } from '../clock.ts';
import type { HuntingTable, Row } from './runKql.ts';

export interface HuntingSources {
  alerts: AlertStore;
  clock: Clock;
}

/** Defender's tables as far as the tenant can fill them: from its alerts, and from what people did with its files. */
export function huntingTables({ alerts, clock }: HuntingSources): Readonly<Record<string, HuntingTable>> {
  return {
    AlertEvidence: {
      columns: {
        Timestamp: 'DateTime',
        AlertId: 'String',
        Title: 'String',
        Severity: 'String',
        ServiceSource: 'String',
        EntityType: 'String',
        EvidenceRole: 'String',
        FileName: 'String',
        FolderPath: 'String',
        AccountUpn: 'String',
        NetworkMessageId: 'String',
        DeviceName: 'String',
      },
      rows: () => [...alerts.newestFirst()].flatMap(evidenceRows),
    },
    CloudAppEvents: {
      columns: {
        Timestamp: 'DateTime',
        ActionType: 'String',
        Application: 'String',
        AccountId: 'String',
        AccountDisplayName: 'String',
        ObjectName: 'String',
        IPAddress: 'String',
        RawEventData: 'Dynamic',
      },
      rows: () => allFiles().flatMap(({ site, file }) => fileEvents(site, file, clock)),
    },
    EmailEvents: {
      columns: {
        Timestamp: 'DateTime',
        NetworkMessageId: 'String',
        SenderFromAddress: 'String',
        RecipientEmailAddress: 'String',
        RecipientDomain: 'String',
        Subject: 'String',
        AttachmentCount: 'Int32',
        DeliveryAction: 'String',
      },
      rows: () => [...alerts.newestFirst()].flatMap(mailRows),
    },
    DeviceFileEvents: {
      columns: {
        Timestamp: 'DateTime',
        DeviceName: 'String',
        ActionType: 'String',
        FileName: 'String',
        FolderPath: 'String',
        InitiatingProcessAccountUpn: 'String',
      },
      rows: () => [...alerts.newestFirst()].flatMap(deviceFileRows),
    },
  };
}

/** In hunting, services go by the names that people know. */
const serviceNames: Readonly<Record<string, string>> = {
  dataLossPrevention: 'Microsoft Data Loss Prevention',
  microsoftInsiderRiskManagement: 'Microsoft Insider Risk Management',
  microsoftDefenderForCloudApps: 'Microsoft Defender for Cloud Apps',
};

const entityTypes: Readonly<Record<string, string>> = {
  userEvidence: 'User',
  fileEvidence: 'File',
  analyzedMessageEvidence: 'MailMessage',
  mailboxEvidence: 'Mailbox',
  deviceEvidence: 'Machine',
  cloudApplicationEvidence: 'CloudApplication',
};

function evidenceRows(alert: AlertRecord): Row[] {
  return alert.evidence.map((evidence) => {
    const { fileName, filePath } = inside(evidence, 'fileDetails');
    const { userPrincipalName } = inside(evidence, 'userAccount');
    return {
      Timestamp: canonical(alert.createdDateTime),
      AlertId: alert.id,
      Title: alert.title,
      Severity: alert.severity,
      ServiceSource: serviceNames[alert.serviceSource] ?? alert.serviceSource,
      EntityType: entityTypes[typeOf(evidence)] ?? typeOf(evidence),
      EvidenceRole: typeOf(evidence) === 'userEvidence' ? 'Impacted' : 'Related',
      FileName: text(fileName),
      FolderPath: text(filePath),
      AccountUpn: text(userPrincipalName),
      NetworkMessageId: text(evidence.networkMessageId),
      DeviceName: text(evidence.deviceDnsName),
    };
  });
}

function mailRows(alert: AlertRecord): Row[] {
  const mails = alert.evidence.filter((evidence) => typeOf(evidence) === 'analyzedMessageEvidence');
  return mails.map((mail) => {
    const recipient = String(mail.recipientEmailAddress);
    return {
      Timestamp: canonical(alert.createdDateTime),
      NetworkMessageId: text(mail.networkMessageId),
      SenderFromAddress: text(inside(mail, 'p2Sender').emailAddress),
      RecipientEmailAddress: recipient,
      RecipientDomain: recipient.split('@')[1] ?? null,
      Subject: text(mail.subject),
      AttachmentCount: Number(mail.attachmentsCount),
      DeliveryAction: text(mail.deliveryAction),
    };
  });
}

function deviceFileRows(alert: AlertRecord): Row[] {
  const device = alert.evidence.find((evidence) => typeOf(evidence) === 'deviceEvidence');
  const user = alert.evidence.find((evidence) => typeOf(evidence) === 'userEvidence');
  if (!device) return [];
  const files = alert.evidence.filter((evidence) => typeOf(evidence) === 'fileEvidence');
  return files.map((evidence) => {
    const { fileName, filePath } = inside(evidence, 'fileDetails');
    return {
      Timestamp: canonical(alert.createdDateTime),
      DeviceName: text(device.deviceDnsName),
      ActionType: 'FileCreated',
      FileName: text(fileName),
      FolderPath: text(filePath),
      InitiatingProcessAccountUpn: text(inside(user, 'userAccount').userPrincipalName),
    };
  });
}

function allFiles(): { site: Site; file: SiteFile }[] {
  const all: readonly Site[] = Object.values(sites);
  return all.flatMap((site) => Object.values(site.files).map((file) => ({ site, file })));
}

const sharingActions = {
  anonymousLink: 'AnonymousLinkCreated',
  organizationLink: 'CompanyLinkCreated',
  peopleLink: 'SecureLinkCreated',
  guest: 'SharingSet',
} as const;

function fileEvents(site: Site, file: SiteFile, clock: Clock): Row[] {
  const owner = findUser(file.ownerId);
  const at = new Date(clock.now().getTime() - file.lastModifiedDaysAgo * 24 * 3_600_000).toISOString();
  const actions = ['FileUploaded', ...file.sharing.map(({ kind }) => sharingActions[kind])];
  return actions.map((ActionType) => ({
    Timestamp: at,
    ActionType,
    Application: site.kind === 'oneDrive' ? 'Microsoft OneDrive for Business' : 'Microsoft SharePoint Online',
    // Which of a person's names stands here differs from event to event.
    AccountId: (ActionType === 'FileUploaded' ? owner?.userPrincipalName : owner?.id) ?? null,
    AccountDisplayName: owner?.displayName ?? null,
    ObjectName: file.name,
    IPAddress: '203.0.113.24',
    RawEventData: { Operation: ActionType, UserId: owner?.userPrincipalName ?? null, SourceFileName: file.name },
  }));
}

const typeOf = (evidence: Evidence): string => evidence['@odata.type'].replace('#microsoft.graph.security.', '');
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
/** Without the digits past the millisecond, so that all times sort as texts. */
const canonical = (time: string): string => new Date(time).toISOString();

function inside(evidence: Evidence | undefined, property: string): Fields {
  const value = evidence?.[property];
  return isFields(value) ? value : {};
}
