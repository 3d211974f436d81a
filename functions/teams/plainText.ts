/**
 * Characters that hide or reorder what a reader sees: controls, the bidirectional ones and those that show nothing.
 * Joiners stay, which emoji and Persian are written with, and so do the tags of a flag such as Scotland's; elsewhere
 * tags are text that nobody sees.
 */
const unseen =
  /(\p{RGI_Emoji_Tag_Sequence})|[[\p{Cc}\p{Bidi_Control}\u200B\u2060-\u2064\u206A-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]--[\t\n]]/gv;

/** The text as a reader sees it: line breaks as `\n`, without control, bidirectional and invisible characters. */
export const plainText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|\p{Zl}|\p{Zp}/gu, '\n')
    .replace(unseen, '$1');
