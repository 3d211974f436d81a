const silentAfterMs = 10 * 60_000;

/** Waiting: never polled yet. Silent: no poll has ended for ten minutes. */
export const sourceState = (lastPolledAt: string | undefined, now: Date): 'ok' | 'waiting' | 'silent' => {
  if (lastPolledAt === undefined) return 'waiting';
  return now.getTime() - Date.parse(lastPolledAt) > silentAfterMs ? 'silent' : 'ok';
};
