import { tenant } from '../contoso/tenant.ts';
import type { User } from '../contoso/users.ts';
import type { Evidence } from './alertRecord.ts';

/** The part that all evidence shares; roles say what the thing had to do with the alert. */
function evidence(type: string, at: string, roles: readonly string[], properties: Record<string, unknown>): Evidence {
  return {
    '@odata.type': `#microsoft.graph.security.${type}`,
    createdDateTime: at,
    verdict: 'suspicious',
    remediationStatus: 'none',
    remediationStatusDetails: null,
    roles,
    detailedRoles: [],
    tags: [],
    ...properties,
  };
}

function userAccount(user: User): Record<string, unknown> {
  const [accountName, domainName] = user.userPrincipalName.split('@');
  return {
    accountName,
    domainName,
    userSid: null,
    azureAdUserId: user.id,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    tenantId: tenant.id,
    activeDirectoryObjectGuid: null,
    resourceAccessEvents: [],
  };
}

export function userEvidence(user: User, at: string, roles: readonly string[] = []): Evidence {
  return evidence('userEvidence', at, roles, { stream: null, userAccount: userAccount(user) });
}

export interface EvidenceFile {
  name: string;
  path: string;
  sizeBytes: number;
}

export function fileEvidence(file: EvidenceFile, at: string, mdeDeviceId: string | null = null): Evidence {
  return evidence('fileEvidence', at, [], {
    detectionStatus: 'detected',
    mdeDeviceId,
    fileDetails: {
      fileName: file.name,
      filePath: file.path,
      fileSize: file.sizeBytes,
      filePublisher: null,
      issuer: null,
      md5: null,
      sha1: null,
      sha256: null,
      sha256Ac: null,
      signer: null,
    },
  });
}

export interface EvidenceMail {
  sender: User;
  recipient: string;
  subject: string;
  attachments: number;
  networkMessageId: string;
}

export function analyzedMessageEvidence(mail: EvidenceMail, at: string): Evidence {
  const { mail: emailAddress, displayName } = mail.sender;
  const sender = { displayName, domainName: emailAddress.split('@')[1] ?? null, emailAddress };
  return evidence('analyzedMessageEvidence', at, [], {
    antiSpamDirection: 'Outbound',
    attachmentsCount: mail.attachments,
    deliveryAction: 'Blocked',
    deliveryLocation: 'Failed',
    internetMessageId: `<${mail.networkMessageId}@${tenant.initialDomain}>`,
    language: 'en',
    networkMessageId: mail.networkMessageId,
    p1Sender: sender,
    p2Sender: sender,
    receivedDateTime: at,
    recipientEmailAddress: mail.recipient,
    senderIp: null,
    subject: mail.subject,
    threatDetectionMethods: [],
    threats: [],
    urlCount: 0,
    urls: [],
    urn: null,
  });
}

export function mailboxEvidence(user: User, at: string): Evidence {
  return evidence('mailboxEvidence', at, [], {
    displayName: user.displayName,
    primaryAddress: user.mail,
    upn: user.userPrincipalName,
    userAccount: userAccount(user),
  });
}

export interface EvidenceChannel {
  teamId: string;
  channelId: string;
}

export function teamsMessageEvidence(sender: User, channel: EvidenceChannel, messageId: string, at: string): Evidence {
  return evidence('teamsMessageEvidence', at, [], {
    campaignId: null,
    channelId: channel.channelId,
    deliveryAction: 'delivered',
    deliveryLocation: 'teams',
    files: [],
    groupId: channel.teamId,
    isExternal: false,
    isOwned: true,
    lastModifiedDateTime: at,
    messageDirection: 'intraorg',
    messageId,
    owningTenantId: tenant.id,
    parentMessageId: null,
    receivedDateTime: at,
    recipients: [],
    senderFromAddress: sender.mail,
    senderIP: null,
    sourceAppName: null,
    sourceId: null,
    subject: null,
    suspiciousRecipients: [],
    threadId: channel.channelId,
    threadType: 'channel',
    urls: [],
  });
}

export function deviceEvidence(hostName: string, mdeDeviceId: string, user: User, at: string): Evidence {
  const [accountName] = user.userPrincipalName.split('@');
  return evidence('deviceEvidence', at, [], {
    azureAdDeviceId: null,
    defenderAvStatus: 'updated',
    deviceDnsName: `${hostName.toLowerCase()}.${tenant.defaultDomain}`,
    dnsDomain: tenant.defaultDomain,
    firstSeenDateTime: at,
    healthStatus: 'active',
    hostName,
    ipInterfaces: [],
    lastExternalIpAddress: null,
    lastIpAddress: null,
    loggedOnUsers: [{ accountName, domainName: tenant.displayName }],
    mdeDeviceId,
    ntDomain: null,
    onboardingStatus: 'onboarded',
    osBuild: 26100,
    osPlatform: 'Windows11',
    rbacGroupId: 0,
    rbacGroupName: null,
    resourceAccessEvents: [],
    riskScore: 'medium',
    version: '24H2',
    vmMetadata: null,
  });
}

export interface EvidenceApplication {
  appId: number;
  displayName: string;
}

export function cloudApplicationEvidence(application: EvidenceApplication, at: string): Evidence {
  return evidence('cloudApplicationEvidence', at, [], {
    appId: application.appId,
    displayName: application.displayName,
    instanceId: 0,
    instanceName: application.displayName,
    saasAppId: application.appId,
    stream: null,
  });
}
