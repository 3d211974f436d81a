import { microsoftResources, type Resource } from '../contoso/microsoftResources.ts';
import { tenant } from '../contoso/tenant.ts';
import { EntraError } from './entraError.ts';
import { findResource } from './resource.ts';

/** A `scope` parameter, taken apart. */
export interface RequestedScope {
  resource: Resource;
  /** The resource as the client wrote it, which is the audience of a v1.0 token. */
  identifier: string;
  /** Whether everything that was consented is asked for, by `.default`. */
  isDefault: boolean;
  /** The permissions asked for by name. */
  permissions: readonly string[];
  /** openid, profile, email and offline_access, as far as they are asked for. */
  openId: ReadonlySet<string>;
}

const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

/** Takes a `scope` parameter apart, or refuses it as Entra does. */
export function parseScope(scope: string): RequestedScope {
  const values = scope.split(' ').filter((value) => value !== '');
  const named = values.filter((value) => !openIdScopes.has(value)).map(parseValue);
  const [first] = named;
  if (named.some(({ resource }) => resource !== first?.resource)) {
    throw new EntraError(
      28000,
      `Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${scope} is not valid.`,
    );
  }
  const isDefault = named.some(({ permission }) => permission === '.default');
  if (values.length === 0 || (isDefault && named.length > 1)) throw invalidScope(scope);
  return {
    resource: first?.resource ?? microsoftResources.graph,
    identifier: first?.identifier ?? microsoftResources.graph.identifierUri,
    isDefault,
    permissions: isDefault ? [] : named.map(({ permission }) => permission),
    openId: new Set(values.filter((value) => openIdScopes.has(value))),
  };
}

/** The resource of an identifier, or Entra's refusal. */
export function requireResource(identifier: string): Resource {
  const resource = findResource(identifier);
  if (!resource) {
    throw new EntraError(
      500011,
      `The resource principal named ${identifier} was not found in the tenant named ${tenant.displayName}.`,
    );
  }
  return resource;
}

function invalidScope(scope: string): EntraError {
  return new EntraError(
    70011,
    `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  );
}

/** A value without a resource is a Graph permission; otherwise the permission follows the last slash. */
function parseValue(value: string): { resource: Resource; identifier: string; permission: string } {
  const slash = value.lastIndexOf('/');
  const permission = value.slice(slash + 1);
  if (!/^[\w.-]+$/.test(permission)) throw invalidScope(value);
  if (slash < 0) {
    const { graph } = microsoftResources;
    return { resource: graph, identifier: graph.identifierUri, permission };
  }
  const identifier = value.slice(0, slash);
  if (!/^([a-z][a-z+.-]*:\/\/[^\s/]+.*|[0-9a-f-]{36})$/i.test(identifier)) throw invalidScope(value);
  return { resource: requireResource(identifier), identifier, permission };
}
