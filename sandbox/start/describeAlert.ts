import type { AlertRecord } from '../graph/alertRecord.ts';

/** An alert in one line: how grave, what, and who. */
export function describeAlert({ severity, title, evidence }: AlertRecord): string {
  const name = evidence.map(({ userAccount }) => displayName(userAccount)).find((found) => found !== undefined);
  return printable(`${severity} severity, ${name ?? 'nobody named'}: ${title ?? 'without a title'}`);
}

function displayName(account: unknown): string | undefined {
  if (typeof account !== 'object' || account === null || !('displayName' in account)) return undefined;
  return typeof account.displayName === 'string' ? account.displayName : undefined;
}

/** What comes from outside must not drive the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}
