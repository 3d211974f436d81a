import type { DriveItem, DriveStore } from './driveStore.ts';
import { GraphError } from './graphError.ts';
import type { GraphCall } from './graphRoute.ts';

/** Whether the caller may open what is in the site: an app may everywhere, a person where they are a member. */
export const mayOpen = ({ caller }: GraphCall, { memberIds }: DriveItem['site']): boolean =>
  caller.kind === 'application' || memberIds.includes(caller.userId ?? '');

/** The item of the path, or SharePoint's refusal. */
export function itemOf(call: GraphCall, drives: DriveStore): DriveItem {
  return openedItem(call, drives.item(call.param('driveId'), call.param('itemId')));
}

/** The item, when there is one and the caller may open it. */
export function openedItem(call: GraphCall, item: DriveItem | undefined): DriveItem {
  if (!item) throw new GraphError(404, 'itemNotFound', 'The resource could not be found.');
  if (!mayOpen(call, item.site)) throw new GraphError(403, 'accessDenied', 'Access denied');
  return item;
}
