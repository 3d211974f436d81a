import {
  inside,
  numericId,
  object,
  objects,
  type Shape,
  text,
  time,
  word,
} from '../../integrations/vendorJson/readers.ts';

export const resourceAccess: Shape = {
  accessedAt: time('accessDateTime'),
  accountId: text('accountId'),
  ipAddress: text('ipAddress'),
  resource: text('resourceIdentifier'),
};

export const userAccount: Shape = {
  userPrincipalName: text('userPrincipalName'),
  displayName: text('displayName'),
  objectId: text('azureAdUserId'),
  accountName: text('accountName'),
  domain: text('domainName'),
  sid: text('userSid'),
  activeDirectoryObjectId: text('activeDirectoryObjectGuid'),
  tenantId: text('tenantId'),
  resourceAccess: objects('resourceAccessEvents', resourceAccess),
};

export const stream: Shape = { name: text('name') };

/** People, groups and applications. */
export const identityEvidence = {
  user: { ...inside('userAccount', userAccount), stream: object('stream', stream) },
  securityGroup: {
    displayName: text('displayName'),
    groupId: text('securityGroupId'),
    friendlyName: text('friendlyName'),
    distinguishedName: text('distinguishedName'),
    sid: text('sid'),
    activeDirectoryObjectId: text('activeDirectoryObjectGuid'),
  },
  servicePrincipal: {
    displayName: text('servicePrincipalName'),
    objectId: text('servicePrincipalObjectId'),
    appId: text('appId'),
    appOwnerTenantId: text('appOwnerTenantId'),
    kind: word('servicePrincipalType'),
    tenantId: text('tenantId'),
  },
  oauthApplication: {
    displayName: text('displayName'),
    appId: text('appId'),
    objectId: text('objectId'),
    publisher: text('publisher'),
  },
  cloudApplication: {
    displayName: text('displayName'),
    appId: numericId('appId'),
    saasAppId: numericId('saasAppId'),
    instanceId: numericId('instanceId'),
    instanceName: text('instanceName'),
    stream: object('stream', stream),
  },
  aiAgent: {
    agentId: text('agentId'),
    displayName: text('agentName'),
    hostingPlatform: word('hostingPlatformType'),
    instructions: text('instructions'),
  },
} as const satisfies Record<string, Shape>;
