import type { VendorFields } from '../../integrations/vendorJson/readers.ts';
import { isRecord } from '../../integrations/vendorJson/vendorRecord.ts';

/** A person of an alert. */
export interface Person {
  /** All that names them, as it is written. */
  readonly names: ReadonlySet<string>;
  /** What tells them apart from everybody else. */
  readonly identity: string;
  /** The pseudonym that insider risk management gave them. */
  readonly givenPseudonym?: string;
}

/** Properties of the metadata that name a person, the ones that do so best first. */
export const identifying = [
  'userPrincipalName',
  'upn',
  'azureAdUserId',
  'externalDirectoryObjectId',
  'userSid',
  'activeDirectoryObjectGuid',
  'primaryAddress',
  'mailboxPrimaryAddress',
  'accountName',
] as const;

const accountProperties = new Set(['userAccount', 'account']);
/** Evidence within evidence; what lies deeper is not taken over. */
export const deepestEvidence = 16;
// As in AnonyIS8-988; whatever looks otherwise is taken for a name.
const givenForm = /^Anony[a-z0-9]{1,20}-\d{1,10}$/i;

/** The people in the evidence of an alert, and its actor, each once. */
export function peopleIn(alert: VendorFields): Person[] {
  const { evidence, actorDisplayName } = alert;
  const accounts = accountsIn(evidence);
  const identified = accounts.filter((account) => idsOf(account).length > 0);
  const people = joined(identified).map(toPerson);
  const known = new Set(people.flatMap(({ names }) => [...names].map(folded)));
  const unidentified = [...accounts.flatMap(({ displayName }) => displayName), actorDisplayName].filter(isName);
  const others = unidentified.filter((name) => !known.has(folded(name)));
  return [...people, ...[...new Set(others)].map((displayName) => toPerson([{ displayName }]))];
}

function accountsIn(value: unknown, property = '', depth = 0): VendorFields[] {
  if (depth > deepestEvidence) return [];
  if (Array.isArray(value)) return value.flatMap((item) => accountsIn(item, property, depth + 1));
  if (!isRecord(value)) return [];
  const isAccount = accountProperties.has(property) || idsOf(value).length > 0;
  const inner = Object.entries(value).flatMap(([name, member]) => accountsIn(member, name, depth + 1));
  return isAccount ? [value, ...inner] : inner;
}

/** Accounts that share an id belong to one person; two people may share a display name. */
function joined(accounts: readonly VendorFields[]): VendorFields[][] {
  const byId = new Map<string, VendorFields[]>();
  const different = new Map(
    accounts.map((account) => [JSON.stringify([idsOf(account), account.displayName]), account]),
  );
  for (const account of different.values()) {
    const ids = idsOf(account);
    const same = new Set(ids.flatMap((id) => [byId.get(id)]).filter((person) => person !== undefined));
    const person = [...[...same].flat(), account];
    for (const id of person.flatMap(idsOf)) byId.set(id, person);
  }
  return [...new Set(byId.values())];
}

function toPerson(accounts: readonly VendorFields[]): Person {
  const displayNames = accounts.map(({ displayName }) => displayName).filter(isName);
  const ids = identifying.flatMap((name) => accounts.map((account) => account[name])).filter(isName);
  const [identity = ''] = [...ids, ...displayNames];
  const givenPseudonym = displayNames.find((name) => givenForm.test(name));
  return {
    names: new Set([...ids, ...displayNames]),
    identity,
    ...(givenPseudonym !== undefined && { givenPseudonym }),
  };
}

const idsOf = (account: VendorFields): string[] =>
  identifying
    .map((name) => account[name])
    .filter(isName)
    .map(folded);

/** The form in which names are compared. */
export const folded = (name: string): string => name.normalize('NFC').toLowerCase();

const isName = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
