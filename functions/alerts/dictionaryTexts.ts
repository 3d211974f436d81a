/** The texts that an open dictionary holds under any of the names; vendors vary the case and write one text or many. */
export function dictionaryTexts(
  dictionary: Readonly<Record<string, unknown>> | undefined,
  names: readonly string[],
): string[] {
  return Object.entries(dictionary ?? {})
    .filter(([name]) => names.includes(name.toLowerCase()))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter((value): value is string => typeof value === 'string' && value !== '');
}
