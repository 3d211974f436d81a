import { type DlpPolicy, dlpPolicies } from '../contoso/dlpPolicies.ts';
import type { Site, SiteFile } from '../contoso/site.ts';
import { sites } from '../contoso/sites.ts';
import { findUser, type User, users } from '../contoso/users.ts';
import { isMailAddress } from '../isMailAddress.ts';
import type { Fields } from './bodyFields.ts';
import { badRequest } from './graphError.ts';

/** Every file of the tenant, with its site. */
export function allFiles(): { site: Site; file: SiteFile }[] {
  const all: readonly Site[] = Object.values(sites);
  return all.flatMap((site) => Object.values(site.files).map((file) => ({ site, file })));
}

/** What a file can be wished for by. */
export function namesOfFiles(): string[] {
  return allFiles().map(({ file }) => file.name);
}

export function ownerOf(file: SiteFile): User {
  return findUser(file.ownerId) ?? users.adele;
}

/** The person whom a scenario is wished to be about. */
export function userOf(wish: Fields): User | undefined {
  const wished = text(wish, 'user');
  if (wished === undefined) return undefined;
  const user = findUser(wished) ?? Object.values(users).find(({ displayName }) => sameName(displayName, wished));
  if (!user) throw badRequest(`There is no user '${wished}'; name one by id, user principal name or display name.`);
  return user;
}

/** The file that a scenario is wished to be about. */
export function fileOf(wish: Fields): { site: Site; file: SiteFile } | undefined {
  const name = text(wish, 'file');
  if (name === undefined) return undefined;
  const found = allFiles().find(({ file }) => sameName(file.name, name));
  if (!found) throw badRequest(`There is no file '${name}'; Contoso has ${namesOfFiles().join(', ')}.`);
  return found;
}

/** The policy that a scenario is wished to be about. */
export function policyOf(wish: Fields): DlpPolicy | undefined {
  const wished = text(wish, 'policy');
  if (wished === undefined) return undefined;
  const policies: readonly DlpPolicy[] = Object.values(dlpPolicies);
  const policy = policies.find(({ id, name }) => id === wished || sameName(name, wished));
  if (!policy)
    throw badRequest(`There is no policy '${wished}'; Contoso has ${policies.map(({ name }) => name).join(', ')}.`);
  return policy;
}

/** A wish that is a text. */
export function text(wish: Fields, name: string): string | undefined {
  const value = wish[name];
  if (value !== undefined && typeof value !== 'string') throw badRequest(`'${name}' must be a string.`);
  return value;
}

/** A wish that is a mail address. */
export function address(wish: Fields, name: string): string | undefined {
  const value = text(wish, name);
  if (value !== undefined && !isMailAddress(value))
    throw badRequest(`'${name}' must be a mail address; '${value}' is none.`);
  return value;
}

/** A wish that is a domain, such as dropbox.com. */
export function domain(wish: Fields, name: string): string | undefined {
  const value = text(wish, name);
  if (value !== undefined && !/^([a-z\d-]+\.)+[a-z\d-]+$/i.test(value))
    throw badRequest(`'${name}' must be a domain such as dropbox.com; '${value}' is none.`);
  return value;
}

export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
