import type { Timer } from '../runtime/timer.ts';

/** The timers that have something to do: not those whose sources are all left unread. */
export const timersAtWork = (
  timers: readonly Timer<never>[],
  isRead: (source: string) => boolean,
): readonly Timer<never>[] => timers.filter(({ fills }) => fills === undefined || fills.some(isRead));
