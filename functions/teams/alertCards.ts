import type { Caller } from '../runtime/caller.ts';
import { Problem } from '../runtime/problem.ts';
import type { AlertCardInput } from './alertCard.ts';

/** Finds what a card tells of an alert, in the event log or at Microsoft Graph. */
export interface AlertCards {
  /** Undefined when no event has the id, or it is not about an alert. */
  ofEvent(caller: Caller, eventId: string): Promise<AlertCardInput | undefined>;
  /** Undefined when the caller sees no alert of the id. */
  ofAlert(caller: Caller, alertId: string): Promise<AlertCardInput | undefined>;
}

/** The alert of an event; a missing one is a problem that says what to check. */
export const alertOfEvent = async (
  alertCards: AlertCards,
  caller: Caller,
  eventId: string,
): Promise<AlertCardInput> => {
  const alert = await alertCards.ofEvent(caller, eventId);
  if (alert !== undefined) return alert;
  throw new Problem(
    'NotFound',
    'There is no alert event with this id. Check that eventId is the Event Id of an alert trigger, not its Event Key or an alert id, and that the event is younger than the retention time (30 days unless set otherwise).',
  );
};

/** The alert of an id; a missing one is a problem that says what to check. */
export const alertOfId = async (alertCards: AlertCards, caller: Caller, alertId: string): Promise<AlertCardInput> => {
  const alert = await alertCards.ofAlert(caller, alertId);
  if (alert !== undefined) return alert;
  throw new Problem(
    'NotFound',
    'There is no alert with this id, or you may not read it. Check that alertId is the id of an alert, not of an incident or an event, and that you can open the alert in the Defender portal.',
  );
};
