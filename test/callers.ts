import { randomUUID } from 'node:crypto';
import type { Caller } from '../functions/runtime/caller.ts';
import { Secret } from '../functions/runtime/secret.ts';
import { connector } from '../sandbox/contoso/applications.ts';
import { tenant } from '../sandbox/contoso/tenant.ts';
import type { User } from '../sandbox/contoso/users.ts';

const callerOf = (kind: Caller['kind'], objectId: string): Caller => ({
  kind,
  tenantId: tenant.id,
  objectId,
  clientId: connector.clientId,
  roles: ['Purview.Responder'],
  token: new Secret('the token of the caller'),
});

/** A responder of Contoso, as the router hands callers to handlers. */
export const person = ({ id }: User): Caller => callerOf('person', id);

/** An app that acts on its own account. */
export const app = (): Caller => callerOf('app', randomUUID());
