import { isRecord } from '../../integrations/vendorJson/vendorRecord.ts';
import { deepestEvidence, folded, identifying, type Person } from './peopleIn.ts';

/** A person and what stands in their place. */
export interface Hidden {
  readonly person: Person;
  readonly pseudonym: string;
}

/** What tells a person beside the properties that are ids. */
const telling: ReadonlySet<string> = new Set([...identifying, 'emailAddress', 'domainName', 'domain']);
// Words of enumerations, ids and times of evidence: a user may be called "none" or "high".
const untouched = new Set(['@odata.type', 'verdict', 'remediationStatus', 'roles', 'createdDateTime']);
// A shorter name would be found in every other text.
const shortestInText = 3;
const longestInText = 320;

/** Replaces people in a value of any shape: accounts keep a pseudonym for a name and nothing else, texts name nobody. */
export function hidePeople(people: readonly Hidden[]): (value: unknown) => unknown {
  const pseudonyms = new Map(
    people.flatMap(({ person, pseudonym }) => [...person.names].map((name) => [folded(name), pseudonym] as const)),
  );
  const inText = replacing(people);

  const pseudonymOfAccount = (fields: Readonly<Record<string, unknown>>): string | undefined =>
    [...telling, 'displayName']
      .map((name) => fields[name])
      .map((value) => (typeof value === 'string' ? pseudonyms.get(folded(value)) : undefined))
      .find((pseudonym) => pseudonym !== undefined);

  const hide = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return inText(value);
    if (depth > deepestEvidence) return undefined;
    if (Array.isArray(value)) return value.map((item) => hide(item, depth + 1));
    if (!isRecord(value)) return value;
    const pseudonym = pseudonymOfAccount(value);
    const kept = Object.entries(value).filter(([name]) => pseudonym === undefined || !telling.has(name));
    const hidden = kept.map(([name, inner]) => [name, untouched.has(name) ? inner : hide(inner, depth + 1)] as const);
    return { ...Object.fromEntries(hidden), ...(pseudonym !== undefined && { displayName: pseudonym }) };
  };
  return (value) => hide(value, 0);
}

function replacing(people: readonly Hidden[]): (text: string) => string {
  const written = people.flatMap(({ person, pseudonym }) =>
    [...person.names].flatMap(spellings).map((spelling) => ({ spelling, pseudonym })),
  );
  const pseudonyms = new Map(written.map(({ spelling, pseudonym }) => [folded(spelling), pseudonym]));
  const spelled = written
    .map(({ spelling }) => spelling)
    .filter(({ length }) => length >= shortestInText && length <= longestInText)
    // An address begins with the name of its account.
    .sort((one, other) => other.length - one.length);
  if (spelled.length === 0) return (text) => text;
  const alternatives = spelled.map((spelling) => spelling.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => text.replace(whole, (found) => pseudonyms.get(folded(found)) ?? 'a person');
}

/** Other ways in which services write a name: in the address of a OneDrive, and with the family name in front. */
function spellings(name: string): string[] {
  const parts = name.split(/\s+/);
  const last = parts.at(-1);
  return [
    name,
    ...(name.includes('@') ? [name.replace(/[^a-z0-9]/gi, '_')] : []),
    ...(parts.length > 1 ? [`${last}, ${parts.slice(0, -1).join(' ')}`] : []),
  ];
}
