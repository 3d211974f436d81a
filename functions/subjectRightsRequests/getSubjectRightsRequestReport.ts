import { operation } from '../runtime/operation.ts';
import { exampleRequest } from './exampleRequest.ts';
import { fileNameOf, readRequestFile, requestFile, sizeProperty } from './requestFile.ts';
import type { RequestsFor } from './requestsOfGraph.ts';

export const getSubjectRightsRequestReport = operation({
  ...requestFile,
  operationId: 'GetSubjectRightsRequestReport',
  path: '/subjectRightsRequests/{requestId}/report',
  summary: 'Get subject rights request report',
  description:
    'Gets the final report of a subject rights request as CSV text, of 20 MB at most. It is there once the stage Generate report is completed.',
  responses: {
    200: {
      description: 'The report.',
      schema: {
        type: 'object',
        properties: {
          fileName: { type: 'string', 'x-ms-summary': 'File Name', description: 'A name to save the report under.' },
          text: { type: 'string', 'x-ms-summary': 'Report', description: 'The report, as CSV text.' },
          sizeBytes: sizeProperty,
        },
        required: ['fileName', 'text', 'sizeBytes'],
      },
    },
  },
  example: {
    parameters: { requestId: exampleRequest.requestId },
    reply: {
      status: 200,
      body: {
        fileName: fileNameOf(exampleRequest.requestId, 'report'),
        text: 'Item,Location\r\nInvoice.docx,https://contoso.sharepoint.com/sites/finance\r\n',
        sizeBytes: 72,
      },
    },
  },
  handler: async (
    { subjectRightsRequestsFor }: { readonly subjectRightsRequestsFor: RequestsFor },
    { parameters: { requestId }, caller },
  ) => {
    const { bytes, ...file } = await readRequestFile(subjectRightsRequestsFor(caller), requestId, 'report');
    // The decoder takes the byte order mark off, which Excel wants and nobody else.
    return { status: 200, body: { ...file, text: new TextDecoder().decode(bytes) } };
  },
});
