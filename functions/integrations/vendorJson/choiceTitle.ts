import { boundedText } from './boundedText.ts';

/** What a list to pick from shows: the name, and what tells apart those of the same name. */
export const choiceTitle = (name: string, mark: string | undefined): string =>
  boundedText(mark === undefined ? name : `${name} (${mark})`);
