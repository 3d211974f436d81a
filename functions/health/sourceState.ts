const silentAfterMs = 10 * 60_000;

/** Whether a source is read as it should: `waiting` before its first poll, `silent` after ten minutes without one. */
export const sourceState = (lastPolledAt: string | undefined): 'ok' | 'waiting' | 'silent' => {
  if (lastPolledAt === undefined) return 'waiting';
  return Date.now() - Date.parse(lastPolledAt) > silentAfterMs ? 'silent' : 'ok';
};
