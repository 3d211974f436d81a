import { exampleFileItem, fileItemSchema } from '../integrations/sharePoint/fileItem.ts';
import { fileReferenceProperties } from '../integrations/sharePoint/fileReference.ts';
import { operation } from '../runtime/operation.ts';
import { Problem } from '../runtime/problem.ts';
import { accessKinds, type ExternalAccess } from './externalAccess.ts';
import type { Receipts } from './receipts.ts';
import { exampleRemoval, type Removal, removalSchema } from './removal.ts';
import { removeAccess } from './removeAccess.ts';
import type { SharingFor } from './sharingOfGraph.ts';
import { type UntoldReceipts, untoldReceipts } from './untoldReceipts.ts';

interface Dependencies {
  readonly sharingFor: SharingFor;
  readonly receipts: Receipts;
}

export const removeExternalAccess = operation({
  operationId: 'RemoveExternalAccess',
  method: 'POST',
  path: '/files/externalAccess/remove',
  summary: 'Remove external access',
  description:
    'Takes links and grants of people outside away from a file or folder in SharePoint or OneDrive, in the name of the person whose connection the flow uses. It is a dry run until Dry Run is set to no. Inherited access and that of owners stays. A link for named people goes as a whole, with those inside. Each removal leaves a receipt for Restore external access; where an answer was lost, the next call for the file tells its receipts.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Remediator', callers: 'people' },
  graph: { delegated: ['Files.ReadWrite.All'] },
  parameters: {},
  body: {
    type: 'object',
    properties: {
      ...fileReferenceProperties,
      dryRun: {
        type: 'boolean',
        'x-ms-summary': 'Dry Run',
        description: 'Yes only tells what would be removed; no removes it.',
        default: true,
      },
      kinds: {
        type: 'array',
        items: { type: 'string', enum: accessKinds },
        'x-ms-summary': 'Kinds',
        description: 'Only access of these kinds. Leave it empty for all.',
        maxItems: 4,
      },
      permissionId: {
        type: 'string',
        'x-ms-summary': 'Access Id',
        description: 'Only this entry of List external access. Leave it empty for all.',
        minLength: 1,
        maxLength: 1_000,
      },
      limit: {
        type: 'integer',
        format: 'int32',
        'x-ms-summary': 'Limit',
        description: 'How many entries may be removed at most.',
        minimum: 1,
        maximum: 100,
        default: 50,
      },
      reason: {
        type: 'string',
        'x-ms-summary': 'Reason',
        description: 'Why it is removed; kept with the receipt.',
        minLength: 1,
        maxLength: 1_000,
      },
    },
  },
  responses: {
    200: {
      description: 'What was removed, or would be.',
      schema: {
        type: 'object',
        properties: {
          file: fileItemSchema,
          dryRun: { type: 'boolean', 'x-ms-summary': 'Was Dry Run', description: 'Whether nothing was removed.' },
          removedCount: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Removed',
            description: 'How many entries were removed; in a dry run, how many would be.',
          },
          failedCount: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Failed',
            description: 'How many entries could not be removed.',
          },
          unreadable: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Unreadable Entries',
            'x-ms-visibility': 'advanced',
            description: 'How many entries were left alone because the service answered them in a broken form.',
          },
          value: {
            type: 'array',
            items: removalSchema,
            'x-ms-summary': 'Removals',
            description: 'Each entry, with what became of it.',
          },
        },
        required: ['file', 'dryRun', 'removedCount', 'failedCount', 'unreadable', 'value'],
      },
    },
  },
  example: {
    body: {
      fileUrl: exampleFileItem.webUrl,
      dryRun: false,
      kinds: ['guest'],
      limit: 50,
      reason: 'The guest was idle for 90 days.',
    },
    reply: {
      status: 200,
      body: {
        file: exampleFileItem,
        dryRun: false,
        removedCount: 1,
        failedCount: 0,
        unreadable: 0,
        value: [exampleRemoval],
      },
    },
  },
  handler: async ({ sharingFor, receipts }: Dependencies, { body, caller }) => {
    const { dryRun, kinds = [], permissionId, limit, reason, ...reference } = body;
    const graph = sharingFor(caller);
    const file = await graph.find(reference);
    const { entries, unreadable } = await graph.externalAccess(file);
    const chosen = chosenBy(kinds, permissionId);
    const found = entries.filter(chosen);
    const untold = dryRun ? nothingUntold : await untoldReceipts(graph, receipts, { caller, file, entries });
    const gone = untold.gone.filter(({ access }) => chosen(access));
    if (permissionId !== undefined && found.length + gone.length === 0) throw noSuchAccess();
    const removals = await removeAccess(graph, receipts, {
      caller,
      file,
      entries: found,
      untold: { ...untold, gone },
      mode: dryRun ? 'dryRun' : 'remove',
      limit,
      ...(reason !== undefined && { reason }),
    });
    const count = (...outcomes: Removal['outcome'][]) =>
      removals.filter(({ outcome }) => outcomes.includes(outcome)).length;
    return {
      status: 200,
      body: {
        file,
        dryRun,
        removedCount: count('removed', 'wouldRemove'),
        failedCount: count('failed'),
        unreadable,
        value: removals,
      },
    };
  },
});

const nothingUntold: UntoldReceipts = { gone: [], begun: new Map() };

const chosenBy =
  (kinds: readonly ExternalAccess['kind'][], permissionId: string | undefined) =>
  (entry: ExternalAccess): boolean =>
    (kinds.length === 0 || kinds.includes(entry.kind)) &&
    (permissionId === undefined || entry.permissionId === permissionId);

const noSuchAccess = (): Problem =>
  new Problem(
    'NotFound',
    'There is no external access with this Access Id on the file, or none of these kinds: it may be gone already. List external access tells what there is.',
  );
