/** The first of the items for each key; items without a key are told apart by all that they hold. */
export function onceBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): T[] {
  const firsts = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item) ?? JSON.stringify(item);
    if (!firsts.has(key)) firsts.set(key, item);
  }
  return [...firsts.values()];
}
