import { operation } from '../runtime/operation.ts';
import { exampleRequest } from './exampleRequest.ts';
import { answerable } from './requestFile.ts';
import { requestIdParameter } from './requestIdParameter.ts';
import type { RequestsFor } from './requestsOfGraph.ts';

export const getSubjectRightsRequestAttachment = operation({
  operationId: 'GetSubjectRightsRequestAttachment',
  method: 'GET',
  path: '/subjectRightsRequests/{requestId}/attachment',
  summary: 'Get subject rights request attachment',
  description:
    'Gets the files that a subject rights request found, as one zip file of 20 MB at most. Turn the content into a file with the expression base64ToBinary. It is there once the stage Generate report is completed.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Responder', callers: 'people' },
  graph: { delegated: ['SubjectRightsRequest.Read.All'] },
  parameters: { requestId: requestIdParameter },
  responses: {
    200: {
      description: 'The attachment.',
      schema: {
        type: 'object',
        properties: {
          fileName: { type: 'string', 'x-ms-summary': 'File Name', description: 'A name to save the zip file under.' },
          contentBytes: {
            type: 'string',
            format: 'byte',
            'x-ms-summary': 'Content',
            description: 'The zip file, in Base64.',
          },
          sizeBytes: { type: 'integer', format: 'int32', 'x-ms-summary': 'Size', description: 'Its size in bytes.' },
        },
        required: ['fileName', 'contentBytes', 'sizeBytes'],
      },
    },
  },
  example: {
    parameters: { requestId: exampleRequest.requestId },
    reply: {
      status: 200,
      body: {
        fileName: `Subject rights request ${exampleRequest.requestId}.zip`,
        contentBytes: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==',
        sizeBytes: 22,
      },
    },
  },
  handler: async (
    { subjectRightsRequestsFor }: { readonly subjectRightsRequestsFor: RequestsFor },
    { parameters: { requestId }, caller },
  ) => {
    const bytes = answerable(await subjectRightsRequestsFor(caller).attachment(requestId), 'attachment');
    const fileName = `Subject rights request ${requestId}.zip`;
    return { status: 200, body: { fileName, contentBytes: bytes.toString('base64'), sizeBytes: bytes.byteLength } };
  },
});
