/** Where a runbook is, taken from its resource id. */
export interface RunbookId {
  /** The path of its Automation account below Azure Resource Manager. */
  readonly accountPath: string;
  readonly name: string;
}

const resourceId =
  /^(\/subscriptions\/[\da-f-]{36}\/resourceGroups\/[\w.()-]{1,90}\/providers\/Microsoft\.Automation\/automationAccounts\/[\w-]{1,50})\/runbooks\/([\w-]{1,63})$/i;

/** Reads the resource id of a runbook; undefined when it is none. */
export function parseRunbookId(text: string): RunbookId | undefined {
  const [, accountPath, name] = resourceId.exec(text) ?? [];
  return accountPath !== undefined && name !== undefined ? { accountPath, name } : undefined;
}
