import { escapedAddress } from '../integrations/sharePoint/escapedAddress.ts';
import { present } from '../integrations/vendorJson/present.ts';
import { read, text, type VendorFields } from '../integrations/vendorJson/readers.ts';
import type { AuditRecord } from './auditRecord.ts';

const names = {
  source: text('SourceFileName'),
  destination: text('DestinationFileName'),
  item: text('ItemName'),
  siteUrl: text('SiteUrl'),
};

/** The file, mail or site that a record of SharePoint or of information protection is about. */
export const itemOfRecord = (record: VendorFields, { objectId }: Pick<AuditRecord, 'objectId'>) => {
  const { source, destination, item, siteUrl } = read(names, record);
  const isAddress = objectId !== undefined && /^https:\/\//i.test(objectId);
  return present({
    itemName: source ?? destination ?? item ?? objectId?.split(/[\\/]/).at(-1),
    itemUrl: isAddress ? escapedAddress(objectId) : undefined,
    itemPath: isAddress ? undefined : objectId,
    siteUrl,
  });
};
