import { operation } from '../runtime/operation.ts';
import { exampleRequest } from './exampleRequest.ts';
import { fileNameOf, readRequestFile, requestFile, sizeProperty } from './requestFile.ts';
import type { RequestsFor } from './requestsOfGraph.ts';

export const getSubjectRightsRequestAttachment = operation({
  ...requestFile,
  operationId: 'GetSubjectRightsRequestAttachment',
  path: '/subjectRightsRequests/{requestId}/attachment',
  summary: 'Get subject rights request attachment',
  description:
    'Gets the files that a subject rights request found, as one zip file of 20 MB at most. Turn the content into a file with the expression base64ToBinary. It is there once the stage Generate report is completed.',
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
          sizeBytes: sizeProperty,
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
        fileName: fileNameOf(exampleRequest.requestId, 'attachment'),
        contentBytes: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==',
        sizeBytes: 22,
      },
    },
  },
  handler: async (
    { subjectRightsRequestsFor }: { readonly subjectRightsRequestsFor: RequestsFor },
    { parameters: { requestId }, caller },
  ) => {
    const { bytes, ...file } = await readRequestFile(subjectRightsRequestsFor(caller), requestId, 'attachment');
    return { status: 200, body: { ...file, contentBytes: bytes.toString('base64') } };
  },
});
