import { readFile } from 'node:fs/promises';

/** Puts the `Values` of a local.settings.json into the environment, whose own variables win; no file is no settings. */
export async function loadLocalSettings(path: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return;
  for (const [name, value] of Object.entries(valuesOf(text, path))) environment[name] ??= String(value);
}

function valuesOf(text: string, path: string): object {
  try {
    const { IsEncrypted, Values = {} }: { IsEncrypted?: boolean; Values?: object } = JSON.parse(text);
    if (!IsEncrypted) return Values;
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  throw new Error(`${path} is encrypted; decrypt it with "func settings decrypt".`);
}
