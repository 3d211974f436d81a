/** The smallest of the numbers that so many in a hundred do not exceed; 0 for none. */
export const percentile = (numbers: readonly number[], of: number): number => {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((sorted.length * of) / 100) - 1)] ?? 0;
};
