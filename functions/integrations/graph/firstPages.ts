import type { Page } from './graph.ts';

/** The first pages of a list, at most so many; each is a call, and what follows is not asked for. */
export async function* firstPages(pages: AsyncIterable<Page>, most: number): AsyncGenerator<Page> {
  let read = 0;
  for await (const page of pages) {
    yield page;
    read += 1;
    if (read === most) return;
  }
}
