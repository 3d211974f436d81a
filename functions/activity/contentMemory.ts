/** The contents that one poll reads. */
export interface ContentReading {
  /** Whether this poll or an earlier one has read it. */
  has(contentId: string): boolean;
  note(contentId: string): void;
  /** What was noted is in the log. Without it, the reading counts for nothing. */
  keep(): void;
}

const mostContents = 200_000;

/**
 * Remembers the contents whose records are all in the log, so that the overlap does not fetch them again with every
 * poll. It is a shortcut and no record: a process that has none fetches them once more, and the log drops what it knows.
 */
export const createContentMemory = (): { begin(): ContentReading } => {
  const kept = new Set<string>();
  return {
    begin() {
      // Of its own, since fetches of a poll that failed may still end while the next one runs.
      const noted = new Set<string>();
      return {
        has: (contentId) => kept.has(contentId) || noted.has(contentId),
        note: (contentId) => noted.add(contentId),
        keep() {
          for (const contentId of noted) kept.add(contentId);
          // A Set keeps the order of insertion, so the first are those read longest ago.
          for (const oldest of kept) {
            if (kept.size <= mostContents) break;
            kept.delete(oldest);
          }
        },
      };
    },
  };
};
