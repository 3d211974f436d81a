const smallWords = /^(?:a|an|and|as|at|but|by|for|from|in|into|is|of|on|or|per|than|the|to|until|with)$/;

/** Whether every word is capitalised as in a heading; words such as "eDiscovery" bring their own capitals. */
export const isTitleCase = (text: string): boolean =>
  text
    .split(/[ ()/-]+/)
    .filter((word) => word !== '')
    .every((word, index) => /[A-Z0-9]/.test(word) || (index > 0 && smallWords.test(word)));

/** The certification rules allow letters, digits and parentheses; certified connectors also use - ' , and :. */
export const hasPlainCharacters = (text: string): boolean => /^[A-Za-z0-9 ()',:-]+$/.test(text);

export const isSentence = (text: string): boolean => /^[\p{Lu}\d]/u.test(text) && /[.!?]$/.test(text);

const withoutPunctuation = (text: string): string =>
  text
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .trim()
    .toLowerCase();

/** Whether two texts differ in more than case and punctuation. */
export const saysMoreThan = (description: string, summary: string): boolean =>
  withoutPunctuation(description) !== withoutPunctuation(summary);
