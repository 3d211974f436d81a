import { findUser } from '../contoso/users.ts';
import type { Caller } from './caller.ts';

/** An identity set of Graph: a person, or the application that acted on its own account. */
export interface IdentitySet {
  application: { id: string | null; displayName: string } | null;
  device: null;
  user: { id: string; displayName: string } | null;
}

export const identityOf = ({ userId, displayName }: Caller): IdentitySet =>
  userId === undefined
    ? { application: { id: null, displayName }, device: null, user: null }
    : { application: null, device: null, user: { id: userId, displayName } };

export const identityOfUser = (userId: string): IdentitySet => {
  const displayName = findUser(userId)?.displayName ?? userId;
  return { application: null, device: null, user: { id: userId, displayName } };
};

/** What the service itself does. */
export const identityOfPurview: IdentitySet = {
  application: { id: null, displayName: 'Microsoft Purview' },
  device: null,
  user: null,
};
