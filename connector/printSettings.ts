import type { Setting, SettingGroup } from '../functions/settings/setting.ts';
import { code, generatedNote, page, table } from './markdown.ts';

const kinds: Readonly<Record<Setting['kind'], string>> = {
  text: 'text',
  secret: 'secret text',
  connectionString: 'secret connection string',
  guid: 'GUID',
  guids: 'GUIDs, with commas',
  list: 'texts, with commas',
  integer: 'whole number',
  number: 'number',
  boolean: '`true` or `false`',
  schedule: 'six-field NCRONTAB, in UTC',
  contentTypes: 'content types, with commas, or `none`',
  domains: 'domains, with commas',
  hostSuffixes: 'host suffixes, with commas',
  encryptionKeys: 'secret Base64 keys, with commas',
  keyVaultKeyId: 'id of a Key Vault key',
  storageAccount: 'name of a storage account',
  graphVersion: 'v1.0 or beta',
  runbookId: 'resource id of a runbook',
  origin: 'https origin',
  httpsOrigin: 'https origin',
  secretUrl: 'secret https address',
};

const describeKind = ({ kind, minimum, maximum }: Setting): string =>
  minimum === undefined || maximum === undefined ? kinds[kind] : `${kinds[kind]}, ${minimum} to ${maximum}`;

const describeDefault = ({ default: standard, otherwise, required }: Setting): string => {
  if (required) return '**required**';
  if (otherwise !== undefined) return otherwise;
  return standard === undefined || standard === '' ? 'none' : code(standard);
};

const settingRow = ([name, setting]: readonly [string, Setting]): readonly string[] => [
  code(name),
  describeKind(setting),
  describeDefault(setting),
  setting.description,
];

/** The tables of settings, by what they are about. */
export const printSettings = (groups: Readonly<Record<string, SettingGroup>>): string =>
  page([
    generatedNote,
    '# Settings',
    'Environment variables of the Function App; on one machine they can stand in `local.settings.json`. All are checked at the start, which fails with one line for each fault. In Azure, keep secrets in Key Vault and refer to them.',
    ...Object.entries(groups).flatMap(([title, settings]) => [
      `## ${title}`,
      table(['Setting', 'Value', 'Default', 'Meaning'], Object.entries(settings).map(settingRow)),
    ]),
  ]);
