/** The kinds of content that the Office 365 Management Activity API keeps apart; each is subscribed to by itself. */
export const contentTypes = [
  'DLP.All',
  'Audit.AzureActiveDirectory',
  'Audit.Exchange',
  'Audit.SharePoint',
  'Audit.General',
] as const;
export type ContentType = (typeof contentTypes)[number];
