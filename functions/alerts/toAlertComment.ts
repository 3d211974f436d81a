import { read, text, time, type VendorFields } from '../integrations/vendorJson/readers.ts';
import type { AlertComment } from './alert.ts';

const shape = {
  comment: text('comment'),
  createdBy: text('createdByDisplayName'),
  createdAt: time('createdDateTime'),
};

/** Maps a comment of an alert. */
export const toAlertComment = (comment: VendorFields): AlertComment => read(shape, comment);
