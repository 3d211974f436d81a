import { type Infer, schema } from '../runtime/schema.ts';
import { accessProperties, exampleAccess } from './externalAccess.ts';

export const removalSchema = schema({
  type: 'object',
  title: 'AccessRemoval',
  description: 'What became of one way in which a file or folder is open to people outside.',
  properties: {
    ...accessProperties,
    outcome: {
      type: 'string',
      enum: ['wouldRemove', 'removed', 'alreadyGone', 'kept', 'notTried', 'failed'],
      'x-ms-summary': 'Outcome',
      description:
        'Would remove, in a dry run; removed; already gone; kept, because it must stay; not tried, because the limit was reached or a removal before it failed; or failed.',
    },
    note: { type: 'string', 'x-ms-summary': 'Note', description: 'Why, where it was not removed.' },
    receiptId: {
      type: 'string',
      'x-ms-summary': 'Receipt Id',
      description: 'For Restore external access; only of what was removed or is gone.',
    },
  },
  required: ['permissionId', 'kind', 'roles', 'people', 'isInherited', 'isRemovable', 'outcome'],
});

export type Removal = Infer<typeof removalSchema>;

export const exampleReceiptId = '0b9f7a52-1f5c-4a06-9d1b-6d0f3c6f4f57';

export const exampleRemoval = {
  ...exampleAccess,
  outcome: 'removed',
  receiptId: exampleReceiptId,
} satisfies Removal;
