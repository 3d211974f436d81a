import { isAbsolute, relative } from 'node:path';

/** A path as somebody in the project's folder would type it: short where it lies below, whole elsewhere. */
export function shownPath(path: string): string {
  const short = relative('', path);
  return short.startsWith('..') || isAbsolute(short) ? path : short || '.';
}
