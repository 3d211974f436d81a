import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import { read, text, time } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { type Infer, schema } from '../runtime/schema.ts';

/** A search of a case. */
export const searchSchema = schema({
  type: 'object',
  title: 'EdiscoverySearch',
  properties: {
    searchId: { type: 'string', 'x-ms-summary': 'Search Id', description: 'The id of the search.' },
    displayName: { type: 'string', 'x-ms-summary': 'Search Name', description: 'The name of the search.' },
    description: { type: 'string', 'x-ms-summary': 'Description', description: 'What it is for.' },
    contentQuery: { type: 'string', 'x-ms-summary': 'Content Query', description: 'What it looks for, in KQL.' },
    dataSourceScopes: {
      type: 'string',
      'x-ms-summary': 'Data Source Scopes',
      description: 'Where it looks, in the words of the service, separated by commas.',
    },
    createdAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Created At',
      description: 'When it was created, in UTC.',
    },
  },
  required: ['searchId'],
});

export type EdiscoverySearch = Infer<typeof searchSchema>;

const shape = {
  displayName: text('displayName'),
  description: text('description'),
  contentQuery: text('contentQuery'),
  dataSourceScopes: text('dataSourceScopes'),
  createdAt: time('createdDateTime'),
};

/** Maps a search of Graph v1.0; https://learn.microsoft.com/graph/api/resources/security-ediscoverysearch */
export function toEdiscoverySearch(record: unknown): EdiscoverySearch | undefined {
  if (!isRecord(record) || typeof record.id !== 'string' || record.id === '') return undefined;
  return { searchId: boundedText(record.id), ...read(shape, record) };
}
