import { plainText } from './plainText.ts';

const cut = (text: string, maxLength: number): string => {
  if (text.length <= maxLength) return text;
  const head = text.slice(0, maxLength - 1);
  return `${head.isWellFormed() ? head : head.slice(0, -1)}…`;
};

/**
 * Text from outside, of at most `maxLength` UTF-16 units on one line, in which no mention, link, image, HTML or date
 * function is left. Emphasis characters stay, because file and user names have them: show the text in a TextRun,
 * which Markdown does not apply to.
 */
export const inertText = (text: string, maxLength: number): string => {
  const inert = plainText(text)
    // Text from outside has no need of joiners, which could part what is looked for below.
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    // `<at>` mentions, and whatever else a client might take for a tag.
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    // `[text](address)`, for clients that read Markdown where it has no place.
    .replaceAll('](', '] (')
    // `{{DATE(…)}}`, which cards expand in every text.
    .replace(/\{(?=\{)/g, '{ ');
  return cut(inert, maxLength);
};
