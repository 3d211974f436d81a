const portals = new Set([
  'security.microsoft.com',
  'purview.microsoft.com',
  'compliance.microsoft.com',
  'security.microsoft.us',
  'purview.microsoft.us',
  'compliance.microsoft.us',
]);

/** SharePoint and OneDrive, and the portal of Defender for Cloud Apps, whose hosts start with the tenant's name. */
const tenantHost = /^[a-z0-9-]+\.(?:sharepoint\.com|sharepoint\.us|(?:[a-z0-9-]+\.)?portal\.cloudappsecurity\.com)$/;

const maxAddressLength = 1_000;

/**
 * The address, normalised, when it is https and leads to a Microsoft portal or to SharePoint; otherwise undefined,
 * and the address may be shown as text only.
 */
export const microsoftLink = (address: string | undefined): string | undefined => {
  const url = address === undefined ? null : URL.parse(address);
  if (url === null || url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') {
    return undefined;
  }
  if (!portals.has(url.hostname) && !tenantHost.test(url.hostname)) return undefined;
  return url.href.length <= maxAddressLength ? url.href : undefined;
};
