import type { SettingGroup } from './setting.ts';

/** What Azure sets, not an administrator. */
export const platformSettings = {
  WEBSITE_HOSTNAME: { kind: 'text', description: 'The host name of the deployed app.' },
  IDENTITY_ENDPOINT: { kind: 'text', description: 'Where the app’s managed identity gets its tokens.' },
  WEBSITE_INSTANCE_ID: { kind: 'text', description: 'Tells a deployed app from a local one.' },
} as const satisfies SettingGroup;
