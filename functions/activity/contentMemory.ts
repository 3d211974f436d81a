/**
 * The contents whose records are all in the log, so that the overlap does not fetch them again with every poll. It is a
 * shortcut and no record: a process that has none fetches them once more, and the log drops what it knows.
 */
export interface ContentMemory {
  has(contentId: string): boolean;
  /** Read in this poll; kept only once the poll has ended well. */
  note(contentId: string): void;
  keep(): void;
  forget(): void;
}

const mostContents = 200_000;

export const createContentMemory = (): ContentMemory => {
  const kept = new Set<string>();
  const noted = new Set<string>();
  return {
    has: (contentId) => kept.has(contentId) || noted.has(contentId),
    note: (contentId) => noted.add(contentId),
    keep() {
      for (const contentId of noted) kept.add(contentId);
      noted.clear();
      // A Set keeps the order of insertion, so the first are those read longest ago.
      for (const oldest of kept) {
        if (kept.size <= mostContents) break;
        kept.delete(oldest);
      }
    },
    forget: () => noted.clear(),
  };
};
