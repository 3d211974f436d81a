/**
 * Characters that hide or reorder what a reader sees: controls, and the invisible format characters, among them the
 * bidirectional ones.
 */
const unseen = /(?![\t\n])[\p{Cc}\p{Cf}]/gu;

/** The text as a reader sees it: line breaks as `\n`, without control and bidirectional characters. */
export const plainText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|\p{Zl}|\p{Zp}/gu, '\n')
    .replace(unseen, '');
