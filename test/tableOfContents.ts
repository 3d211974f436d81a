import { operations } from '../functions/index.ts';
import type { Role } from '../functions/runtime/caller.ts';
import type { Access, Operation } from '../functions/runtime/operation.ts';
import type { ObjectSchema } from '../functions/runtime/schema.ts';
import { users } from '../sandbox/contoso/users.ts';
import type { BackEnd } from './backEnd.ts';
import type { Call } from './sendCall.ts';
import { signedIn } from './signedIn.ts';

/** All operations; what holds for every one of them is a test over this, and a new one is held to it at once. */
export const allOperations: readonly Operation<never>[] = operations;

type ForRole = Operation<never> & { readonly access: Extract<Access, { readonly role: Role }> };
const isForRole = (operation: Operation<never>): operation is ForRole => typeof operation.access === 'object';
export const roleOperations = allOperations.filter(isForRole);

/** Those that an app may call as well. */
export const appOperations = roleOperations.filter(({ access }) => access.callers === 'people and apps');

type WithBody = Operation<never> & { readonly body: ObjectSchema };
const hasBody = (operation: Operation<never>): operation is WithBody => operation.body !== undefined;
export const bodyOperations = allOperations.filter(hasBody);

/** A token of a person with the very role that the operation asks for; none where it asks for none. */
export const leastToken = async (
  backEnd: BackEnd,
  { access }: Pick<Operation<never>, 'access'>,
): Promise<Pick<Call, 'token'>> =>
  typeof access === 'object' ? { token: await signedIn(backEnd).tokenOf(users.megan, { roles: [access.role] }) } : {};
