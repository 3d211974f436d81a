import { choiceTitle } from '../integrations/vendorJson/choiceTitle.ts';
import { read, text } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';

/** A Microsoft 365 group as the designer's list shows it. */
export interface GroupChoice {
  readonly groupId: string;
  /** The name, and the email address by which two groups of one name differ. */
  readonly title: string;
  readonly displayName: string;
  readonly email?: string;
}

const shape = { groupId: text('id'), displayName: text('displayName'), email: text('mail') };

/** Maps a group of Graph v1.0; nothing for one without an id. */
export function toGroupChoice(record: unknown): GroupChoice[] {
  if (!isRecord(record)) return [];
  const { groupId, email, displayName = groupId } = read(shape, record);
  if (groupId === undefined || displayName === undefined) return [];
  return [{ groupId, title: choiceTitle(displayName, email), displayName, ...(email !== undefined && { email }) }];
}
