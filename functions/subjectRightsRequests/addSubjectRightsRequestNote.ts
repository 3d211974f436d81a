import { operation } from '../runtime/operation.ts';
import { exampleRequest } from './exampleRequest.ts';
import { requestIdParameter } from './requestIdParameter.ts';
import { requestNoteSchema } from './requestNote.ts';
import type { RequestsFor } from './requestsOfGraph.ts';

export const addSubjectRightsRequestNote = operation({
  operationId: 'AddSubjectRightsRequestNote',
  method: 'POST',
  path: '/subjectRightsRequests/{requestId}/notes',
  summary: 'Add subject rights request note',
  description: 'Adds a note to a subject rights request. A note cannot be changed or removed through Microsoft Graph.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people' },
  graph: { delegated: ['SubjectRightsRequest.ReadWrite.All'] },
  parameters: { requestId: requestIdParameter },
  body: {
    type: 'object',
    properties: {
      note: {
        type: 'string',
        'x-ms-summary': 'Note',
        description: 'What to write, as plain text.',
        minLength: 1,
        maxLength: 10_000,
        pattern: '\\S',
      },
    },
    required: ['note'],
  },
  responses: { 201: { description: 'The note as it was added.', schema: requestNoteSchema } },
  example: {
    parameters: { requestId: exampleRequest.requestId },
    body: { note: 'Her identity was checked on the phone.' },
    reply: {
      status: 201,
      body: {
        noteId: '5d1f6c2b-7a90-4a3b-9a0e-8f1e6b527c0d',
        note: 'Her identity was checked on the phone.',
        format: 'text',
        author: 'Grady Archie',
        createdAt: '2026-11-26T08:10:00.000Z',
      },
    },
  },
  handler: async (
    { subjectRightsRequestsFor }: { readonly subjectRightsRequestsFor: RequestsFor },
    { parameters, body, caller },
  ) => ({ status: 201, body: await subjectRightsRequestsFor(caller).addNote(parameters.requestId, body.note) }),
});
