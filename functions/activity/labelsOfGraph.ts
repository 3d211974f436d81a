import type { Graph } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import { extractedLabels, ownLabel, toFileLabel } from '../integrations/sharePoint/fileLabel.ts';
import { number, read, recordsIn, text } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { Problem } from '../runtime/problem.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { KnownLabel, LabelLookup } from './labelLookup.ts';

const label = { id: text('id'), name: text('name'), displayName: text('displayName'), priority: number('priority') };

const hourMs = 60 * 60_000;
// A refusal or an outage must not be met anew for every record.
const silenceMs = 10 * 60_000;
const mostItems = 5_000;
// Purview has two levels; what nests deeper is no list of labels.
const deepestLabel = 5;
const ofOneItem = new Set(['NotFound', 'InvalidInput', 'Conflict']);

interface Options {
  readonly tenantId: string;
  readonly now?: () => number;
}

/**
 * Labels by Graph v1.0, as the app. A look-up that is refused or fails leaves the label unknown and never holds up the
 * record that asks for it.
 * https://learn.microsoft.com/graph/api/resources/sensitivitylabel, https://learn.microsoft.com/graph/api/driveitem-extractsensitivitylabels
 */
export function labelsOfGraph(graph: Graph, { tenantId, now = Date.now }: Options): LabelLookup {
  const catalogue = remembered(() => readLabels(graph), now);
  const items = new Map<string, { readonly atMs: number; readonly labelId: Promise<string | 'none' | undefined> }>();
  let silentUntilMs = 0;

  const ofItem = async (itemUrl: string): Promise<string | 'none' | undefined> => {
    if (now() < silentUntilMs) return undefined;
    try {
      return labelIn(await readLabelsOf(graph, itemUrl), tenantId);
    } catch (error) {
      if (!isOutside(error)) throw error;
      // What is wrong with this one item says nothing about the next.
      if (!(error instanceof Problem && ofOneItem.has(error.code))) silentUntilMs = now() + silenceMs;
      return undefined;
    }
  };

  return {
    ofId: async (labelId) => (await catalogue()).get(labelId.toLowerCase()),
    ofItem(itemUrl) {
      const known = items.get(itemUrl);
      if (known && now() - known.atMs < silenceMs) return known.labelId;
      if (items.size >= mostItems) items.clear();
      const labelId = ofItem(itemUrl);
      items.set(itemUrl, { atMs: now(), labelId });
      return labelId;
    },
  };
}

type Catalogue = ReadonlyMap<string, KnownLabel>;

function remembered(readAll: () => Promise<Catalogue>, now: () => number): () => Promise<Catalogue> {
  let known: Catalogue = new Map();
  let freshUntilMs = 0;
  let reading: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    try {
      known = await readAll();
      freshUntilMs = now() + hourMs;
    } catch (error) {
      if (!isOutside(error)) throw error;
      // What was known before is better than nothing.
      freshUntilMs = now() + silenceMs;
    }
  };
  return async () => {
    if (now() >= freshUntilMs) {
      reading ??= renew().finally(() => {
        reading = undefined;
      });
      await reading;
    }
    return known;
  };
}

async function readLabels(graph: Graph): Promise<Catalogue> {
  const labels = new Map<string, KnownLabel>();
  const take = (record: Readonly<Record<string, unknown>>, depth = 0): void => {
    const { id, name, displayName, priority } = read(label, record);
    // The service leaves displayName unset and fills name.
    const called = name ?? displayName;
    if (id !== undefined && called !== undefined)
      labels.set(id.toLowerCase(), { name: called, ...(priority !== undefined && { priority }) });
    if (depth === deepestLabel) return;
    for (const sublabel of recordsIn(record.sublabels) ?? []) take(sublabel, depth + 1);
  };
  for await (const { value } of graph.pages('/security/dataSecurityAndGovernance/sensitivityLabels'))
    for (const record of value) if (isRecord(record)) take(record);
  return labels;
}

/** https://learn.microsoft.com/graph/api/shares-get describes how an address becomes the id of a share. */
async function readLabelsOf(graph: Graph, itemUrl: string): Promise<unknown> {
  const shareId = `u!${Buffer.from(itemUrl).toString('base64url')}`;
  const item = await graph.get(graphPath`/shares/${shareId}/driveItem`, { select: ['id', 'parentReference'] });
  if (!isRecord(item) || !isRecord(item.parentReference)) return undefined;
  const { id } = read({ id: text('id') }, item);
  const { driveId } = read({ driveId: text('driveId') }, item.parentReference);
  if (id === undefined || driveId === undefined) return undefined;
  return await graph.post(graphPath`/drives/${driveId}/items/${id}/extractSensitivityLabels`, {});
}

/** Our own label comes before that of another organisation. */
function labelIn(answer: unknown, tenantId: string): string | 'none' | undefined {
  const list = extractedLabels(answer);
  if (list?.length === 0) return 'none';
  const found = list?.flatMap(toFileLabel) ?? [];
  return (ownLabel(found, tenantId) ?? found[0])?.labelId;
}

const isOutside = (error: unknown): boolean => error instanceof Problem || error instanceof UpstreamError;
