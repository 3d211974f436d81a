import type { SettingKind } from '../settingKinds.ts';

export interface Setting {
  readonly kind: SettingKind;
  readonly description: string;
  /** As it would be written in the environment. */
  readonly default?: string;
  /** Why an empty default is not the same as none: what stands in for it. */
  readonly otherwise?: string;
  readonly required?: true;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Settings by name that are about one thing. */
export type SettingGroup = Readonly<Record<string, Setting>>;
