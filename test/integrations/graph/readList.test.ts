import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allRecords } from '../../../functions/integrations/graph/allRecords.ts';
import type { Graph } from '../../../functions/integrations/graph/graph.ts';
import { readList } from '../../../functions/integrations/graph/readList.ts';

/** A list of numbers in pages of any sizes, and how many of them were read. */
function listOf(pages: readonly (readonly unknown[])[]) {
  const counts = { pages: 0 };
  const graph = {
    async *pages(_path: string, query?: { readonly continuation?: string }) {
      for (let at = Number(query?.continuation ?? 0); at < pages.length; at += 1) {
        counts.pages += 1;
        const isLast = at === pages.length - 1;
        yield { value: pages[at] ?? [], date: new Date(), ...(!isLast && { continuation: `${at + 1}` }) };
      }
    },
  };
  return { graph: graph as unknown as Graph, counts };
}

const read = (record: unknown) => (typeof record === 'number' ? record : undefined);

test('gives every record that fits once and in order, whatever the pages and the parts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.oneof(fc.nat(9), fc.constant('no number')), { maxLength: 7 }), {
        minLength: 1,
        maxLength: 12,
      }),
      fc.integer({ min: 1, max: 5 }),
      async (pages, top) => {
        const { graph } = listOf(pages);
        const found: number[] = [];
        let unreadable = 0;
        let continuation: string | undefined;
        do {
          const place = { top, ...(continuation !== undefined && { continuation }) };
          const part = await readList(graph, { path: '/list', place, read, fits: (value) => value % 2 === 0 });
          assert.ok(part.items.length <= top);
          found.push(...part.items);
          unreadable += part.unreadable;
          continuation = part.continuation;
        } while (continuation !== undefined);
        const all = pages.flat();
        assert.deepEqual(
          found,
          all.filter((value) => typeof value === 'number' && value % 2 === 0),
        );
        assert.equal(unreadable, all.filter((value) => typeof value !== 'number').length);
      },
    ),
  );
});

test('ends a part after some pages without a find, so that nobody waits for ever', async () => {
  const { graph, counts } = listOf(Array.from({ length: 30 }, () => [1]));
  const { items, continuation } = await readList(graph, { path: '/list', place: { top: 10 }, read, fits: () => false });
  assert.deepEqual([items, continuation, counts.pages], [[], '0?5', 5]);
});

test('reads no list to its end that has none', async () => {
  let pages = 0;
  const endless = async function* () {
    for (;;) {
      pages += 1;
      yield { value: Array(4_000).fill({}), date: new Date() };
    }
  };
  await assert.rejects(allRecords(endless()), { name: 'UpstreamError', kind: 'fault' });
  assert.equal(pages, 3);
});

test('refuses a place that is none', async () => {
  const { graph } = listOf([[1]]);
  await assert.rejects(readList(graph, { path: '/list', place: { top: 1, continuation: 'x' }, read }), {
    code: 'InvalidInput',
  });
});
