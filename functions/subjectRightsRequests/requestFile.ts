import type { Download } from '../integrations/graph/graph.ts';
import { Problem } from '../runtime/problem.ts';

const megabyte = 1024 * 1024;
const mostBytes = 20 * megabyte;

/** The bytes of a file that fits an answer to a flow; a `Problem` when it does not. */
export function answerable({ bytes }: Download, what: string): Buffer {
  if (bytes.byteLength <= mostBytes) return Buffer.from(bytes);
  const size = Math.ceil(bytes.byteLength / megabyte);
  throw new Problem(
    'AnswerTooLarge',
    `The ${what} has ${size} MB, and a flow gets ${mostBytes / megabyte} MB at most. Download it in the Microsoft Purview portal.`,
  );
}
