import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { joinJson, splitJson } from '../storage/longJson.ts';
import type { Table } from '../storage/table.ts';
import type { DlpPolicy } from './dlpPolicy.ts';

/** The policies as they were when somebody said that this is how they should be. */
export interface PolicyBaseline {
  readonly savedAt: string;
  readonly policies: readonly DlpPolicy[];
}

/** Baselines by name; the latest under a name replaces the one before. */
export interface PolicyBaselines {
  read(name: string): Promise<PolicyBaseline | undefined>;
  save(name: string, baseline: PolicyBaseline): Promise<void>;
}

const partitionKey = 'baseline';
// Names are anybody's words, and a row key cannot hold all of them.
const rowKeyOf = (name: string): string => createHash('sha256').update(name.trim().toLowerCase()).digest('base64url');

/** Keeps baselines in a table, one row each; packed, so that hundreds of policies fit into a row. */
export const createPolicyBaselines = (table: Table): PolicyBaselines => ({
  async read(name) {
    const { row } = await table.read(partitionKey, rowKeyOf(name));
    if (row === undefined) return undefined;
    const packed = Buffer.from(joinJson('baseline', row.values), 'base64');
    return JSON.parse(gunzipSync(packed).toString('utf8')) as PolicyBaseline;
  },
  async save(name, baseline) {
    const packed = gzipSync(JSON.stringify(baseline)).toString('base64');
    const values = splitJson('baseline', packed);
    await table.commit(partitionKey, [{ kind: 'put', rowKey: rowKeyOf(name), values }]);
  },
});
