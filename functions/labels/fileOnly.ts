import type { FileItem } from '../integrations/sharePoint/fileItem.ts';
import { Problem } from '../runtime/problem.ts';

/** The item, when it is a file: folders carry no labels of this kind. */
export function fileOnly(item: FileItem): FileItem {
  if (item.kind === 'file') return item;
  throw new Problem('InvalidInput', `${item.name} is a folder. Name a file: only files have these labels.`);
}
