const secretNames = /detectedvalue|sensitiveinformationdetection|sensitiveinfotypedata|contextualdata|matchedvalue/i;
const deepest = 16;

/**
 * A copy of a vendor's value without what data loss prevention found in an item, whether as members or within texts
 * that hold JSON themselves: those are the very secrets that a policy protects.
 */
export function withoutMatchedValues(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return secretNames.test(value) ? undefined : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return undefined;
  if (Array.isArray(value)) return value.map((item) => withoutMatchedValues(item, depth + 1));
  const members = Object.entries(value).filter(([name]) => !secretNames.test(name));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutMatchedValues(member, depth + 1)]));
}
