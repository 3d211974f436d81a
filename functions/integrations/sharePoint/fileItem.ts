import { type Infer, schema } from '../../runtime/schema.ts';
import { UpstreamError } from '../../runtime/upstreamError.ts';
import { inside, read, text } from '../vendorJson/readers.ts';
import { isRecord } from '../vendorJson/vendorRecord.ts';

/** The file or folder that an operation was about. */
export const fileItemSchema = schema({
  type: 'object',
  title: 'FileItem',
  'x-ms-summary': 'File',
  description: 'A file or folder in SharePoint or OneDrive.',
  properties: {
    name: { type: 'string', 'x-ms-summary': 'File Name', description: 'The name of the file or folder.' },
    kind: {
      type: 'string',
      enum: ['file', 'folder'],
      'x-ms-summary': 'File or Folder',
      description: 'Whether it is a file or a folder; a document library counts as a folder.',
    },
    webUrl: { type: 'string', 'x-ms-summary': 'File Address', description: 'Opens it in the browser.' },
    driveId: {
      type: 'string',
      'x-ms-summary': 'Drive Id',
      'x-ms-visibility': 'advanced',
      description: 'The id of its document library.',
    },
    itemId: {
      type: 'string',
      'x-ms-summary': 'Item Id',
      'x-ms-visibility': 'advanced',
      description: 'Its id within the library.',
    },
  },
  required: ['name', 'kind', 'driveId', 'itemId'],
});

export type FileItem = Infer<typeof fileItemSchema>;

export const exampleFileItem = {
  name: 'Report on incident 4711.docx',
  kind: 'file',
  webUrl: 'https://contoso.sharepoint.com/sites/soc/Shared%20Documents/Reports/Report%20on%20incident%204711.docx',
  driveId: 'b!7WxJilOahB0cvOhRBIujtlPEDuS4AJmFVHYoqqUgrjrf1wyc4cuafMURGL6nIe6_',
  itemId: '01UUEFA5G2IOH5GX2EN5LSLNH6265AQHYP',
} as const satisfies FileItem;

const shape = {
  itemId: text('id'),
  name: text('name'),
  webUrl: text('webUrl'),
  ...inside('parentReference', { driveId: text('driveId') }),
};

/** Maps a driveItem of Graph; https://learn.microsoft.com/graph/api/resources/driveitem */
export function toFileItem(record: unknown): FileItem {
  const found = isRecord(record) ? read(shape, record) : {};
  const { itemId, driveId, name } = found;
  if (!isRecord(record) || itemId === undefined || driveId === undefined) {
    throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail: 'it told no ids of the file.' });
  }
  const kind = isRecord(record.folder) || isRecord(record.root) ? 'folder' : 'file';
  return { ...found, name: name ?? itemId, kind, driveId, itemId };
}
