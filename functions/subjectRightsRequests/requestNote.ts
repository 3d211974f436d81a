import { inside, read, text, time } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { type Infer, schema } from '../runtime/schema.ts';

/** A note on a request. */
export const requestNoteSchema = schema({
  type: 'object',
  title: 'SubjectRightsRequestNote',
  properties: {
    noteId: { type: 'string', 'x-ms-summary': 'Note Id', description: 'The id of the note.' },
    note: { type: 'string', 'x-ms-summary': 'Note', description: 'What it says.' },
    format: {
      type: 'string',
      enum: ['text', 'html'],
      'x-ms-summary': 'Format',
      'x-ms-visibility': 'advanced',
      description: 'Whether the note is plain text or HTML.',
    },
    author: { type: 'string', 'x-ms-summary': 'Author', description: 'Who wrote it.' },
    createdAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Created At',
      description: 'When it was written, in UTC.',
    },
  },
  required: ['note', 'format'],
});

export type RequestNote = Infer<typeof requestNoteSchema>;

const shape = {
  noteId: text('id'),
  ...inside('content', { note: text('content'), format: text('contentType') }),
  ...inside('author', { author: text('displayName') }),
  createdAt: time('createdDateTime'),
};

/** Maps a note of Graph v1.0; https://learn.microsoft.com/graph/api/resources/authorednote */
export function toRequestNote(record: unknown): RequestNote | undefined {
  if (!isRecord(record)) return undefined;
  const { note = '', format, ...found } = read(shape, record);
  return { note, format: format === 'html' ? 'html' : 'text', ...found };
}
