const secretNames = /detectedvalue|sensitiveinformationdetection|sensitiveinfotypedata|contextualdata|matchedvalue/i;

/**
 * A copy of a vendor's value without what data loss prevention found in an item: neither as members nor within texts
 * that hold JSON themselves. Such values are the very secrets that a policy protects.
 */
export function withoutMatches(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return secretNames.test(value) ? undefined : value;
  if (typeof value !== 'object' || value === null) return value;
  // Deeper than anything that is kept.
  if (depth > 16) return undefined;
  if (Array.isArray(value)) return value.map((item) => withoutMatches(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !secretNames.test(name))
      .map(([name, member]) => [name, withoutMatches(member, depth + 1)]),
  );
}
