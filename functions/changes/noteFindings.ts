import { checkedBytes, limits } from '../storage/limits.ts';
import { asciiJson, joinJson, splitJson } from '../storage/longJson.ts';
import type { Change, Table } from '../storage/table.ts';

/** The head row of a view. */
export interface Head {
  /** Tells this log from an earlier one of the same view, whose cursors mean nothing here. */
  readonly generation: string;
  readonly nextSequence: number;
  /** While the first comparison has not been noted to its end: the time that it looks back to. */
  readonly since?: string;
  /** When the list was last compared to its end. */
  readonly readAt?: string;
  /** Absent while there is no such row. */
  readonly etag?: string;
}

/** What a comparison found of one record, as JSON: what to remember from now on, and what happened. */
export interface Finding {
  readonly rowKey: string;
  readonly state?: string;
  readonly change?: string;
}

interface Place {
  readonly table: Table;
  readonly view: string;
  readonly now: () => Date;
}

const headKey = 'head';
// Each finding may bring two rows, and the head row takes a place of the hundred.
const findingsPerCommit = Math.floor((limits.changesPerCommit - 1) / 2);

export const changeKey = (sequence: number): string => `c${String(sequence).padStart(16, '0')}`;
export const sequenceOf = (rowKey: string): number => Number(rowKey.slice(1));

export const readHead = async (table: Table, view: string): Promise<Head | undefined> => {
  const { row } = await table.read(view, headKey);
  return row && { ...JSON.parse(joinJson('head', row.values)), etag: row.etag };
};

/** Notes findings, as many at a time as a commit takes; throws `RowConflict` when another comparison was quicker. */
export const noteFindings = async (place: Place, start: Head, findings: readonly Finding[]): Promise<void> => {
  const { table, view, now } = place;
  let head = start;
  let rest = findings;
  do {
    const at = now().toISOString();
    const { rows, nextSequence, taken } = fitting(rest, head.nextSequence, at);
    rest = rest.slice(taken);
    const { etag, since, ...kept } = head;
    const next: Head = {
      ...kept,
      nextSequence,
      ...(rest.length === 0 ? { readAt: at } : since !== undefined && { since }),
    };
    const values = splitJson('head', asciiJson(next));
    const headRow: Change =
      etag === undefined
        ? { kind: 'insert', rowKey: headKey, values }
        : { kind: 'replace', rowKey: headKey, values, etag };
    const [newEtag = ''] = await table.commit(view, [headRow, ...rows]);
    head = { ...next, etag: newEtag };
  } while (rest.length > 0);
};

/** The rows of the first findings, as many as fit one commit. */
function fitting(findings: readonly Finding[], firstSequence: number, recordedAt: string) {
  const rows: Change[] = [];
  let nextSequence = firstSequence;
  let bytes = 0;
  let taken = 0;
  for (const { rowKey, state, change } of findings.slice(0, findingsPerCommit)) {
    const own: Change[] = [];
    if (state !== undefined) own.push({ kind: 'put', rowKey, values: splitJson('state', state) });
    if (change !== undefined) {
      const values = { recordedAt, ...splitJson('change', change) };
      own.push({ kind: 'insert', rowKey: changeKey(nextSequence), values });
    }
    bytes += own.reduce((sum, row) => sum + checkedBytes(row), 0);
    if (bytes > limits.batchBytes && taken > 0) break;
    rows.push(...own);
    taken += 1;
    if (change !== undefined) nextSequence += 1;
  }
  return { rows, nextSequence, taken };
}
