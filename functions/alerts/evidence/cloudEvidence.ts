import { number, piece, type Shape, text, texts, time, word } from '../../integrations/vendorJson/readers.ts';

/** Resources of clouds and code hosts. */
export const cloudEvidence = {
  azureResource: { name: text('resourceName'), resourceId: text('resourceId'), resourceType: text('resourceType') },
  amazonResource: {
    name: text('resourceName'),
    resourceId: text('amazonResourceId'),
    resourceType: text('resourceType'),
    accountId: text('amazonAccountId'),
  },
  googleCloudResource: {
    name: text('resourceName'),
    fullName: text('fullResourceName'),
    resourceType: text('resourceType'),
    location: text('location'),
    locationType: word('locationType'),
    projectId: text('projectId'),
    projectNumber: number('projectNumber'),
  },
  sasToken: {
    storage: piece('storageResource', 'azureResource'),
    signatureHash: text('signatureHash'),
    signedWith: text('signedWith'),
    permissions: texts('permissions'),
    protocol: text('protocol'),
    allowedIpAddresses: text('allowedIpAddresses'),
    allowedResourceTypes: texts('allowedResourceTypes'),
    allowedServices: texts('allowedServices'),
    startsAt: time('startDateTime'),
    expiresAt: time('expiryDateTime'),
  },
  gitHubOrganization: {
    displayName: text('displayName'),
    login: text('login'),
    organizationId: text('orgId'),
    company: text('company'),
    email: text('email'),
    url: text('webUrl'),
  },
  gitHubRepo: {
    repositoryId: text('repoId'),
    login: text('login'),
    owner: text('owner'),
    ownerType: text('ownerType'),
    url: text('baseUrl'),
  },
  gitHubUser: {
    displayName: text('name'),
    login: text('login'),
    userId: text('userId'),
    email: text('email'),
    url: text('webUrl'),
  },
} as const satisfies Record<string, Shape>;
