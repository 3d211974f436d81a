/** What a policy can be set to, in the words of Security & Compliance PowerShell. */
export const settableModes = ['enable', 'testWithNotifications', 'testWithoutNotifications', 'disable'] as const;
export type SettableMode = (typeof settableModes)[number];

/** What a policy can be found in. */
export const dlpPolicyModes = [...settableModes, 'unknown'] as const;
export type DlpPolicyMode = (typeof dlpPolicyModes)[number];

export const isTestMode = (mode: string): boolean => mode.startsWith('test');

/** The words of the policy document; only the first two were seen in real ones, the others are PowerShell's. */
const modesByWord = new Map<string, DlpPolicyMode>([
  ['enforce', 'enable'],
  ['auditandnotify', 'testWithNotifications'],
  ['audit', 'testWithoutNotifications'],
  ...settableModes.map((mode) => [mode.toLowerCase(), mode] as const),
]);

/** The mode that the policy document means; one in other words is `unknown`. */
export const modeOf = (word: string): DlpPolicyMode => modesByWord.get(word.toLowerCase()) ?? 'unknown';
