import { exampleFileItem, fileItemSchema } from '../integrations/sharePoint/fileItem.ts';
import { operation } from '../runtime/operation.ts';
import { exampleAccess, externalAccessSchema } from './externalAccess.ts';
import type { Receipts } from './receipts.ts';
import { exampleReceiptId } from './removal.ts';
import { restoreAccess } from './restoreAccess.ts';
import type { SharingFor } from './sharingOfGraph.ts';

interface Dependencies {
  readonly sharingFor: SharingFor;
  readonly receipts: Receipts;
}

export const restoreExternalAccess = operation({
  operationId: 'RestoreExternalAccess',
  method: 'POST',
  path: '/files/externalAccess/restore',
  summary: 'Restore external access',
  description:
    'Gives back what Remove external access took, by its receipt. A guest gets the same rights again. A link is made anew, with another address, since the old one cannot come back. A link that had a password or prevented downloads, access of a guest that had an end, a grant to everyone and what has ended meanwhile cannot be restored; the answer says so.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Remediator', callers: 'people' },
  graph: { delegated: ['Files.ReadWrite.All'] },
  parameters: {},
  body: {
    type: 'object',
    properties: {
      receiptId: {
        type: 'string',
        'x-ms-summary': 'Receipt Id',
        description: 'The Receipt Id that Remove external access answered, in a flow with the same connection.',
        minLength: 1,
        maxLength: 100,
        pattern: '^[A-Za-z0-9-]+$',
      },
      reason: {
        type: 'string',
        'x-ms-summary': 'Reason',
        description: 'Why it is given back; kept with the receipt.',
        minLength: 1,
        maxLength: 1_000,
      },
    },
    required: ['receiptId'],
  },
  responses: {
    200: {
      description: 'What became of it.',
      schema: {
        type: 'object',
        properties: {
          outcome: {
            type: 'string',
            enum: ['restored', 'alreadyRestored', 'stillThere', 'cannotBeRestored'],
            'x-ms-summary': 'Outcome',
            description: 'Restored, already restored before, still there because it never went, or cannot be restored.',
          },
          note: { type: 'string', 'x-ms-summary': 'Note', description: 'What that means, and what to do.' },
          newPermissionId: {
            type: 'string',
            'x-ms-summary': 'New Access Id',
            description: 'The id of the new entry, where the service told it.',
          },
          file: fileItemSchema,
          access: externalAccessSchema,
        },
        required: ['outcome', 'note', 'file', 'access'],
      },
    },
  },
  example: {
    body: { receiptId: exampleReceiptId, reason: 'The agency still works on it.' },
    reply: {
      status: 200,
      body: {
        outcome: 'restored',
        note: 'The guest has access again and was sent no mail.',
        newPermissionId: 'GSUciFCQZIjKAudaYUcfqgnf',
        file: exampleFileItem,
        access: exampleAccess,
      },
    },
  },
  handler: async ({ sharingFor, receipts }: Dependencies, { body, caller }) => {
    const receipt = await receipts.read(caller, body.receiptId);
    const restored = await restoreAccess(sharingFor(caller), receipt, new Date());
    if (restored.outcome === 'restored') {
      const { newPermissionId } = restored;
      await receipts.put(caller, {
        ...receipt,
        state: 'restored',
        ...(body.reason !== undefined && { restoreReason: body.reason }),
        ...(newPermissionId !== undefined && { newPermissionId }),
      });
    }
    const { file, access } = receipt;
    return { status: 200, body: { ...restored, file, access } };
  },
});
