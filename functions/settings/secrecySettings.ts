import type { SettingGroup } from './setting.ts';

/** What is kept secret at rest, and from whom. */
export const secrecySettings = {
  ENCRYPTION_KEYS: {
    kind: 'encryptionKeys',
    description:
      'Keys for callback addresses at rest: Base64 of 32 bytes each, separated by commas. The first encrypts, all decrypt; beside ENCRYPTION_KEY_VAULT_KEY_ID they only decrypt, and the last one makes pseudonyms.',
    otherwise: 'ENCRYPTION_KEY_VAULT_KEY_ID',
  },
  ENCRYPTION_KEY_VAULT_KEY_ID: {
    kind: 'keyVaultKeyId',
    description:
      'An RSA key in Azure Key Vault that wraps the keys for callback addresses, such as https://contoso.vault.azure.net/keys/purview-response.',
    otherwise: 'ENCRYPTION_KEYS',
  },
  RESEAL_SCHEDULE: {
    kind: 'schedule',
    default: '0 10 3 * * *',
    description: 'When callback addresses are sealed anew with the newest encryption key.',
  },
  PSEUDONYMISE_INSIDER_RISK_USERS: {
    kind: 'boolean',
    default: 'true',
    description:
      'Whether the people of insider risk alerts are replaced by pseudonyms in events and answers. The pseudonyms are made with the last key of ENCRYPTION_KEYS, and change when it leaves the list.',
  },
} as const satisfies SettingGroup;
