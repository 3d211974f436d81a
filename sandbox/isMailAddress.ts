/** Whether mail can go to it, as far as its form tells. */
export function isMailAddress(text: string): boolean {
  return /^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$/.test(text);
}
