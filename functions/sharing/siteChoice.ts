import { choiceTitle } from '../integrations/vendorJson/choiceTitle.ts';
import { flag, read, text, type VendorFields } from '../integrations/vendorJson/readers.ts';

/** A site as the designer's list shows it. */
export interface SiteChoice {
  readonly siteId: string;
  /** The name, and the address by which two sites of one name differ. */
  readonly title: string;
  readonly displayName: string;
  readonly webUrl?: string;
}

const shape = {
  siteId: text('id'),
  displayName: text('displayName'),
  name: text('name'),
  webUrl: text('webUrl'),
  isPersonal: flag('isPersonalSite'),
};

/** Maps a site of Graph; nothing for a OneDrive, which has no place in a list of sites, or one without an id. */
export function toSiteChoice(record: VendorFields): SiteChoice[] {
  const { siteId, displayName: shown, name, webUrl, isPersonal } = read(shape, record);
  if (siteId === undefined || isPersonal === true) return [];
  const displayName = shown ?? name ?? siteId;
  const url = URL.parse(webUrl ?? '');
  const title = choiceTitle(displayName, url === null ? undefined : url.host + url.pathname.replace(/\/$/, ''));
  return [{ siteId, title, displayName, ...(webUrl !== undefined && { webUrl }) }];
}
