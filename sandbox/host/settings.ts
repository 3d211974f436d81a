export type Settings = Readonly<Record<string, string | undefined>>;

/** Replaces each `%NAME%` by that setting, as the host does in bindings; a missing one is refused. */
export function resolveSettings(text: string, settings: Settings, refuse: (reason: string) => never): string {
  return text.replace(/%([^%]+)%/g, (_expression, name: string) => {
    return settings[name] ?? refuse(`the setting ${name}, which its binding needs as %${name}%, is not set.`);
  });
}
