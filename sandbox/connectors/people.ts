import { tenant } from '../contoso/tenant.ts';
import { type User, users } from '../contoso/users.ts';
import type { JsonObject } from '../flows/expression/json.ts';
import { ConnectorRefusal } from './simulatedOperation.ts';

/** The person of an address; refuses one whom the tenant does not have. */
export const personOf = (address: string): User => {
  const wanted = address.trim().toLowerCase();
  const found = Object.values(users).find(({ id, mail, userPrincipalName }) =>
    [id, mail, userPrincipalName.toLowerCase()].includes(wanted),
  );
  if (!found)
    throw new ConnectorRefusal(400, `There is nobody with the address '${address}' in ${tenant.displayName}.`);
  return found;
};

/** Addresses as Microsoft's connectors take them, several with semicolons between. */
export const addressesOf = (text: string): readonly string[] =>
  text
    .split(';')
    .map((address) => address.trim())
    .filter((address) => address !== '');

/** Who answered, as the Teams connector tells a flow. */
export const responderOf = ({ id, userPrincipalName, displayName, mail }: User): JsonObject => ({
  objectId: id,
  tenantId: tenant.id,
  userPrincipalName,
  displayName,
  email: mail,
});
