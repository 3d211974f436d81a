/**
 * Characters that hide or reorder what a reader sees: controls, the bidirectional ones and those that show nothing.
 * Joiners stay, which emoji and Persian are written with, and so do the tags of the flags of England, Scotland and
 * Wales; elsewhere tags are text that nobody sees.
 */
const unseen =
  /(\u{1F3F4}\u{E0067}\u{E0062}[\u{E0061}-\u{E007A}]{3}\u{E007F})|(?![\t\n])[\p{Cc}\p{Bidi_Control}\u00AD\u200B\u2060-\u2064\u206A-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** The text as a reader sees it: line breaks as `\n`, without control, bidirectional and invisible characters. */
export const plainText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|\p{Zl}|\p{Zp}/gu, '\n')
    .replace(unseen, '$1');
