import type { StringSchema } from '../../runtime/schema.ts';

/** What names a file or folder: its address, or a site and a path. */
export interface FileReference {
  readonly fileUrl?: string;
  readonly siteId?: string;
  readonly path?: string;
}

/** The same as inputs of an operation, for makers who know files by their links. */
export const fileReferenceProperties = {
  fileUrl: {
    type: 'string',
    'x-ms-summary': 'File Link',
    description:
      'The link to the file or folder in SharePoint or OneDrive: what the browser shows, what Copy link gives, or the address in an alert. Give this, or both a site and a path.',
    minLength: 1,
    maxLength: 4_000,
  },
  siteId: {
    type: 'string',
    'x-ms-summary': 'Site',
    description: 'The site that the file or folder is in, where you give no link. Pick it from the list.',
    minLength: 1,
    maxLength: 300,
    pattern: '^[A-Za-z0-9][A-Za-z0-9.,-]*$',
    'x-ms-dynamic-values': {
      operationId: 'ListSites',
      'value-collection': 'value',
      'value-path': 'siteId',
      'value-title': 'title',
    },
    'x-ms-dynamic-list': {
      operationId: 'ListSites',
      itemsPath: 'value',
      itemValuePath: 'siteId',
      itemTitlePath: 'title',
    },
  },
  path: {
    type: 'string',
    'x-ms-summary': 'Path',
    description:
      'Where the file or folder is in the site, where you give no link; it begins with the document library, such as Shared Documents/Payments/Cards.xlsx.',
    minLength: 1,
    maxLength: 1_000,
  },
} as const satisfies Record<keyof FileReference, StringSchema>;

/** The same as query parameters. */
export const fileReferenceParameters = {
  fileUrl: { ...fileReferenceProperties.fileUrl, in: 'query' },
  siteId: { ...fileReferenceProperties.siteId, in: 'query' },
  path: { ...fileReferenceProperties.path, in: 'query' },
} as const;
