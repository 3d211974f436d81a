/** What was tried, and every case that did not end as it must. */
export interface Findings {
  readonly tried: number;
  readonly faults: readonly string[];
}

/** Tries all cases, some at a time; a case is at fault when its trial throws. */
export async function sweep<T>(
  cases: readonly T[],
  titleOf: (item: T) => string,
  trial: (item: T) => Promise<void>,
  atOnce = 16,
): Promise<Findings> {
  const faults: string[] = [];
  const waiting = cases.values();
  const work = async (): Promise<void> => {
    for (const item of waiting) {
      try {
        await trial(item);
      } catch (error) {
        faults.push(`${titleOf(item)}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { tried: cases.length, faults };
}
