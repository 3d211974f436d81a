import { type ContentType, contentTypes } from './integrations/activityFeed/contentType.ts';
import { parseRunbookId, type RunbookId } from './integrations/automation/runbookId.ts';
import { isLoopbackHost } from './runtime/loopbackHost.ts';
import { fieldValues, scheduleFields } from './runtime/schedule.ts';
import { Secret } from './runtime/secret.ts';

/** Why a value is not usable, as the rest of a sentence that begins with the setting's name. */
export class UnusableValue extends Error {}

interface Rules {
  readonly minimum?: number;
  readonly maximum?: number;
  /** http and https to this machine are allowed. */
  readonly sandbox: boolean;
}

/** How the text of each kind of setting is read; each throws `UnusableValue`. Texts come trimmed and not empty. */
export const settingKinds = {
  text: (text: string) => text,
  secret: (text: string) => new Secret(text),
  connectionString,
  storageAccount,
  guid,
  guids: listOf(guid),
  list,
  integer,
  number,
  boolean,
  schedule,
  contentTypes: contentTypesOf,
  domains: listOf(domain),
  hostSuffixes: listOf(hostSuffix),
  encryptionKeys: listOf(encryptionKey),
  keyVaultKeyId,
  graphVersion,
  runbookId,
  /** An address without a path, on this machine only where the sandbox allows it. */
  origin: (text: string, rules: Rules) => origin(text, rules),
  /** As `origin`, but https without exception. */
  httpsOrigin: (text: string) => {
    if (/^http:/i.test(text)) throw new UnusableValue('must begin with https://, in the sandbox as well.');
    return origin(text, { sandbox: false });
  },
  /** An address that is itself a credential. */
  secretUrl: (text: string, rules: Rules) => new Secret(allowedUrl(text, rules).href),
} as const satisfies Record<string, (text: string, rules: Rules) => unknown>;

export type SettingKind = keyof typeof settingKinds;
export type SettingValue<K extends SettingKind> = ReturnType<(typeof settingKinds)[K]>;

function list(text: string): readonly string[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  // Nothing but commas is a slip, and a list that was left out may stand for everything.
  if (items.length === 0 && text !== '') throw new UnusableValue('names nothing between its commas.');
  return items;
}

/** Reads a list, and names every item in it that is of no use. */
function listOf<T>(read: (item: string, index: number) => T): (text: string) => readonly T[] {
  return (text) => {
    const faults: string[] = [];
    const values = list(text).flatMap((item, index) => {
      try {
        return [read(item, index)];
      } catch (error) {
        if (!(error instanceof UnusableValue)) throw error;
        faults.push(error.message);
        return [];
      }
    });
    if (faults.length > 0) throw new UnusableValue(faults.join(' '));
    return values;
  };
}

function guid(text: string): string {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) throw new UnusableValue(`"${text}" is not a GUID.`);
  // Entra ID writes them in small letters in tokens, where they are compared as text.
  return text.toLowerCase();
}

function integer(text: string, rules: Rules): number {
  if (!/^\d+$/.test(text)) throw new UnusableValue(`"${text}" is not a whole number.`);
  return number(text, rules);
}

function number(text: string, { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Rules): number {
  // Number() would take 0x10 and 1e3 as well.
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= minimum && value <= maximum)) {
    throw new UnusableValue(`"${text}" is not a number from ${minimum} to ${maximum}.`);
  }
  return value;
}

function boolean(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw new UnusableValue(`"${text}" is neither true nor false.`);
  return lower === 'true';
}

/** NCRONTAB of Azure Functions: https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer */
function schedule(text: string): string {
  const fields = text.split(/\s+/);
  if (fields.length !== scheduleFields.length) {
    throw new UnusableValue(`"${text}" is not six-field NCRONTAB: second minute hour day month weekday.`);
  }
  scheduleFields.forEach((rule, index) => {
    if (fieldValues(fields[index] ?? '', rule) === undefined) {
      throw new UnusableValue(`"${fields[index]}" is not a ${rule.name} in the schedule "${text}".`);
    }
  });
  return fields.join(' ');
}

/** Content types of the activity feed, or the word none. */
function contentTypesOf(text: string): readonly ContentType[] {
  if (text.toLowerCase() === 'none') return [];
  return listOf((name) => {
    const known = contentTypes.find((contentType) => contentType.toLowerCase() === name.toLowerCase());
    if (known === undefined) throw new UnusableValue(`"${name}" is none of ${contentTypes.join(', ')}.`);
    return known;
  })(text);
}

function graphVersion(text: string): 'v1.0' | 'beta' {
  if (text !== 'v1.0' && text !== 'beta') throw new UnusableValue(`"${text}" is neither v1.0 nor beta.`);
  return text;
}

function domain(text: string): string {
  const lower = text.toLowerCase();
  if (!/^[a-z\d-]+(\.[a-z\d-]+)+$/.test(lower))
    throw new UnusableValue(`"${text}" is not a domain such as contoso.com.`);
  return lower;
}

function hostSuffix(text: string): string {
  const lower = text.toLowerCase();
  // Anchored at a label, and at two labels: ".com" would allow everybody.
  if (!/^(\.[a-z\d]([a-z\d-]*[a-z\d])?){2,}$/.test(lower)) {
    throw new UnusableValue(`"${text}" is not a host suffix such as .logic.azure.com.`);
  }
  return lower;
}

function runbookId(text: string): RunbookId {
  const id = parseRunbookId(text);
  if (id !== undefined) return id;
  throw new UnusableValue(
    'is not the resource id of a runbook: /subscriptions/…/resourceGroups/…/providers/Microsoft.Automation/automationAccounts/…/runbooks/….',
  );
}

/** Of a storage account: the development one, one with a key, or one with a shared access signature. */
function connectionString(text: string): Secret {
  const names = text.split(';').map((part) => part.split('=', 1)[0]?.trim());
  const usable = [
    ['UseDevelopmentStorage'],
    ['AccountName', 'AccountKey'],
    ['SharedAccessSignature', 'TableEndpoint', 'QueueEndpoint'],
  ].some((wanted) => wanted.every((name) => names.includes(name)));
  if (usable) return new Secret(text);
  throw new UnusableValue('is no connection string of a storage account: copy it from the account, "Access keys".');
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftstorage */
function storageAccount(text: string): string {
  if (!/^[a-z\d]{3,24}$/.test(text))
    throw new UnusableValue(`"${text}" is not the name of a storage account: 3 to 24 small letters and digits.`);
  return text;
}

function encryptionKey(text: string, index: number): Secret {
  // So many letters of six bits are 32 bytes.
  if (!/^[\w+/-]{43}=?$/.test(text)) {
    throw new UnusableValue(`key ${index + 1} is not Base64 of 32 bytes: make one with "openssl rand -base64 32".`);
  }
  return new Secret(text);
}

/** https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers */
function keyVaultKeyId(text: string): string {
  const { origin: vault, pathname, search, hash } = allowedUrl(text, { sandbox: false });
  if (search || hash || !/^\/keys\/[\da-z-]{1,127}(\/[\da-f]{32})?$/i.test(pathname)) {
    throw new UnusableValue(
      `"${text}" is not a key's id such as https://contoso.vault.azure.net/keys/purview-response.`,
    );
  }
  return `${vault}${pathname}`;
}

function origin(text: string, rules: Pick<Rules, 'sandbox'>): string {
  const url = allowedUrl(text, rules);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new UnusableValue(`"${text}" must be an origin such as https://graph.microsoft.com, without a path.`);
  }
  return url.origin;
}

// The address itself is not repeated in a fault: it may be a secret.
function allowedUrl(text: string, { sandbox }: Pick<Rules, 'sandbox'>): URL {
  const url = URL.parse(text);
  if (url === null) throw new UnusableValue('is not an absolute address such as https://example.com.');
  if (url.username !== '' || url.password !== '') throw new UnusableValue('must not hold a user name or password.');
  if (url.protocol === 'https:' || (sandbox && url.protocol === 'http:' && isLoopbackHost(url.hostname))) return url;
  throw new UnusableValue('must begin with https:// (http:// only to this machine, with SANDBOX=true).');
}
