/** The same pages, each asked for while the one before it is still being worked on. */
export async function* readAhead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T>> => {
    const asked = iterator.next();
    // A failure is met when its turn comes; until then it is not unhandled.
    asked.catch(() => undefined);
    return asked;
  };
  let next = ask();
  try {
    for (let page = await next; !page.done; page = await next) {
      next = ask();
      yield page.value;
    }
  } finally {
    await iterator.return?.();
  }
}
