import { OversizedAnswer } from '../integrations/graph/createAttempt.ts';
import type { Download } from '../integrations/graph/graph.ts';
import { Problem } from '../runtime/problem.ts';
import { requestIdParameter } from './requestIdParameter.ts';
import type { RequestsOfGraph } from './requestsOfGraph.ts';

/** What every operation that gets a file of a request declares. */
export const requestFile = {
  method: 'GET',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Responder', callers: 'people' },
  graph: { delegated: ['SubjectRightsRequest.Read.All'] },
  parameters: { requestId: requestIdParameter },
} as const;

export const sizeProperty = {
  type: 'integer',
  format: 'int32',
  'x-ms-summary': 'Size',
  description: 'Its size in bytes.',
} as const;

const megabyte = 1024 * 1024;
const mostBytes = 20 * megabyte;

const extensions = { report: 'csv', attachment: 'zip' } as const;

export const fileNameOf = (requestId: string, file: keyof typeof extensions): string =>
  `Subject rights request ${requestId}.${extensions[file]}`;

/** A file of a request that fits an answer to a flow; a `Problem` when it does not. */
export async function readRequestFile(requests: RequestsOfGraph, requestId: string, file: keyof typeof extensions) {
  const download = await requests[file](requestId).catch((error: unknown) => {
    throw error instanceof OversizedAnswer ? tooLarge(file, 'more than 32 MB') : error;
  });
  const bytes = answerable(download, file);
  return { bytes, fileName: fileNameOf(requestId, file), sizeBytes: bytes.byteLength };
}

function answerable({ bytes }: Download, what: string): Buffer {
  if (bytes.byteLength <= mostBytes) return Buffer.from(bytes);
  throw tooLarge(what, `${Math.ceil(bytes.byteLength / megabyte)} MB`);
}

const tooLarge = (what: string, size: string): Problem =>
  new Problem(
    'AnswerTooLarge',
    `The ${what} has ${size}, and a flow gets ${mostBytes / megabyte} MB at most. Download it in the Microsoft Purview portal.`,
  );
