import { asciiJson } from '../storage/longJson.ts';
import type { EventDraft } from './event.ts';
import { mostUnits } from './logPage.ts';

// What an event says beside its draft: its ids, its place in the log, and when it entered it.
const ownUnits = 4 * 1024;

/** How much more JSON an event may have, in characters as it is stored: past it, no row can hold the event. */
export const roomBeside = (draft: EventDraft): number => mostUnits - ownUnits - asciiJson(draft).length;

/** The items for whose JSON there is room, the first ones first. */
export function fitting<T>(items: readonly T[], room: number): T[] {
  let left = room;
  return items.filter((item) => {
    const units = asciiJson(item).length + 1;
    if (units > left) return false;
    left -= units;
    return true;
  });
}
