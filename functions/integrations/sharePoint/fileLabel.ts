import { read, text, word } from '../vendorJson/readers.ts';
import { isRecord } from '../vendorJson/vendorRecord.ts';

/** A sensitivity label on a file, by its id. */
export interface FileLabel {
  readonly labelId: string;
  readonly assignmentMethod?: string;
  /** The organisation whose label it is. */
  readonly tenantId?: string;
}

const shape = {
  labelId: text('sensitivityLabelId'),
  assignmentMethod: word('assignmentMethod'),
  tenantId: text('tenantId'),
};

/**
 * What an answer of `extractSensitivityLabels` lists; undefined for one without a list. The metadata puts it on top, the
 * documentation's example nests it under `value`.
 * https://learn.microsoft.com/graph/api/driveitem-extractsensitivitylabels
 */
export function extractedLabels(answer: unknown): readonly unknown[] | undefined {
  const result = isRecord(answer) && isRecord(answer.value) ? answer.value : answer;
  return isRecord(result) && Array.isArray(result.labels) ? result.labels : undefined;
}

/** Maps a label of that list; nothing for one without an id. */
export function toFileLabel(record: unknown): FileLabel[] {
  if (!isRecord(record)) return [];
  const { labelId, ...others } = read(shape, record);
  return labelId === undefined ? [] : [{ ...others, labelId }];
}

/** The label of one's own organisation; a file that came from another may carry that one's, too. */
export const ownLabel = (labels: readonly FileLabel[], tenantId: string): FileLabel | undefined =>
  labels.find((label) => label.tenantId === undefined || label.tenantId.toLowerCase() === tenantId.toLowerCase());
