import type { GraphClients } from '../integrations/graph/graph.ts';
import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import type { Caller } from '../runtime/caller.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';

export interface HuntingColumn {
  readonly name: string;
  readonly type: string;
}

export interface HuntingResult {
  readonly columns: HuntingColumn[];
  readonly rows: Record<string, unknown>[];
  /** Whether the service answered more than is given here. */
  readonly isTruncated: boolean;
}

/** Runs a query under the identity of a caller; gives at most so many rows. */
export type Hunt = (caller: Caller, query: string, limit: { readonly rows: number }) => Promise<HuntingResult>;

// A flow takes a hundred times as much, and its maker reads a thousandth.
const mostCharacters = 1024 * 1024;

/** https://learn.microsoft.com/graph/api/security-security-runhuntingquery */
export const huntingOfGraph =
  (clients: GraphClients): Hunt =>
  async (caller, query, limit) => {
    const graph = (caller.kind === 'person' ? clients.onBehalfOf(caller) : clients.asApp()).needing({
      permission: 'ThreatHunting.Read.All',
      role: 'Security Reader',
    });
    // One more than is wanted, to know whether there are more.
    const bounded = `${query}\n| take ${limit.rows + 1}`;
    const { schema, results } = Object(await graph.post('/security/runHuntingQuery', { Query: bounded }));
    if (!Array.isArray(schema) || !Array.isArray(results)) {
      const detail = 'it answered without a schema and results.';
      throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail });
    }
    const columns = schema.map(toColumn).filter((column) => column !== undefined);
    const rows: Record<string, unknown>[] = [];
    let characters = 0;
    for (const result of results.slice(0, limit.rows)) {
      const row = toRow(result, columns);
      characters += JSON.stringify(row).length;
      if (characters > mostCharacters) break;
      rows.push(row);
    }
    return { columns, rows, isTruncated: rows.length < results.length };
  };

/** The metadata has the properties in small letters, the documentation's samples with capitals. */
function toColumn(column: unknown): HuntingColumn | undefined {
  const { name, Name = name, type, Type = type } = Object(column);
  if (typeof Name !== 'string' || typeof Type !== 'string') return undefined;
  return { name: boundedText(Name), type: boundedText(Type) };
}

function toRow(result: unknown, columns: readonly HuntingColumn[]): Record<string, unknown> {
  const cells: Readonly<Record<string, unknown>> = Object(result);
  const read = columns.map(({ name }) => [name, toCell(cells[name])] as const);
  return Object.fromEntries(read.filter(([, cell]) => cell !== undefined));
}

function toCell(value: unknown): string | number | boolean | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  // Dynamic columns come as objects; in a flow a text is what can be shown and parsed.
  return boundedText(typeof value === 'string' ? value : JSON.stringify(value));
}
