import { operation } from '../runtime/operation.ts';
import { exampleRequest } from './exampleRequest.ts';
import { answerable } from './requestFile.ts';
import { requestIdParameter } from './requestIdParameter.ts';
import type { RequestsFor } from './requestsOfGraph.ts';

export const getSubjectRightsRequestReport = operation({
  operationId: 'GetSubjectRightsRequestReport',
  method: 'GET',
  path: '/subjectRightsRequests/{requestId}/report',
  summary: 'Get subject rights request report',
  description:
    'Gets the final report of a subject rights request as CSV text, of 20 MB at most. It is there once the stage Generate report is completed.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Responder', callers: 'people' },
  graph: { delegated: ['SubjectRightsRequest.Read.All'] },
  parameters: { requestId: requestIdParameter },
  responses: {
    200: {
      description: 'The report.',
      schema: {
        type: 'object',
        properties: {
          fileName: { type: 'string', 'x-ms-summary': 'File Name', description: 'A name to save the report under.' },
          text: { type: 'string', 'x-ms-summary': 'Report', description: 'The report, as CSV text.' },
          sizeBytes: { type: 'integer', format: 'int32', 'x-ms-summary': 'Size', description: 'Its size in bytes.' },
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
        fileName: `Subject rights request ${exampleRequest.requestId}.csv`,
        text: 'Item,Location\r\nInvoice.docx,https://contoso.sharepoint.com/sites/finance\r\n',
        sizeBytes: 72,
      },
    },
  },
  handler: async (
    { subjectRightsRequestsFor }: { readonly subjectRightsRequestsFor: RequestsFor },
    { parameters: { requestId }, caller },
  ) => {
    const bytes = answerable(await subjectRightsRequestsFor(caller).report(requestId), 'report');
    // The decoder takes the byte order mark off, which Excel wants and nobody else.
    const text = new TextDecoder().decode(bytes);
    const fileName = `Subject rights request ${requestId}.csv`;
    return { status: 200, body: { fileName, text, sizeBytes: bytes.byteLength } };
  },
});
