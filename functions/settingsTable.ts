import { actionSettings } from './settings/actionSettings.ts';
import { deliverySettings } from './settings/deliverySettings.ts';
import { hostSettings } from './settings/hostSettings.ts';
import { platformSettings } from './settings/platformSettings.ts';
import { readingSettings } from './settings/readingSettings.ts';
import { secrecySettings } from './settings/secrecySettings.ts';
import type { Setting, SettingGroup } from './settings/setting.ts';
import { signInSettings } from './settings/signInSettings.ts';
import { storageSettings } from './settings/storageSettings.ts';
import { upkeepSettings } from './settings/upkeepSettings.ts';

/** Every setting of the app: the source of their types, their checks and docs/settings.md. */
export const settingsTable = {
  ...storageSettings,
  ...signInSettings,
  ...readingSettings,
  ...deliverySettings,
  ...upkeepSettings,
  ...secrecySettings,
  ...actionSettings,
  ...hostSettings,
  ...platformSettings,
} as const;

export type SettingName = keyof typeof settingsTable;

/** The same table, each row with all the columns that a row may have. */
export const settingRows: Readonly<Record<SettingName, Setting>> = settingsTable;

/** The same rows by what they are about. */
export const settingGroups: Readonly<Record<string, SettingGroup>> = {
  Storage: storageSettings,
  'Sign-in and Microsoft Graph': signInSettings,
  Reading: readingSettings,
  Delivery: deliverySettings,
  Upkeep: upkeepSettings,
  Secrecy: secrecySettings,
  Actions: actionSettings,
  'The app itself': hostSettings,
  'Set by Azure': platformSettings,
};
