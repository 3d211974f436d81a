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
    [...person.names]
      .flatMap(spellings)
      .filter(({ length }) => length >= shortestInText && length <= longestInText)
      .flatMap((spelling) => [spelling.normalize('NFC'), ...escapedForms(spelling)])
      .map((form) => ({ form, pseudonym })),
  );
  if (written.length === 0) return (text) => text;
  const pseudonyms = new Map(written.map(({ form, pseudonym }) => [folded(form), pseudonym]));
  // An address begins with the name of its account.
  const forms = [...new Set(written.map(({ form }) => form))].sort((one, other) => other.length - one.length);
  const alternatives = forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  // The last digit of an escaped space or slash is not a letter of the word behind it.
  const start = '(?:(?<![\\p{L}\\p{N}])|(?<=%[0-9a-f]{2}))';
  const whole = new RegExp(`${start}(?:${alternatives})(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => {
    const composed = text.normalize('NFC');
    const hidden = composed.replace(whole, (found) => pseudonyms.get(folded(found)) ?? 'a person');
    return hidden === composed ? text : hidden;
  };
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

/** A spelling as addresses hold it; services differ in which characters they escape. */
const escapedForms = (spelling: string): string[] =>
  [spelling.normalize('NFC'), spelling.normalize('NFD')].flatMap((form) => {
    const component = encodeURIComponent(form.toWellFormed());
    // SharePoint escapes these as well.
    const all = component.replace(/[-_.]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
    return [encodeURI(form.toWellFormed()), component, component.replaceAll('%20', '+'), all];
  });
