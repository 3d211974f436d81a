import { exampleFileItem, fileItemSchema } from '../integrations/sharePoint/fileItem.ts';
import { fileReferenceParameters } from '../integrations/sharePoint/fileReference.ts';
import { operation } from '../runtime/operation.ts';
import { exampleAccess, externalAccessSchema } from './externalAccess.ts';
import type { SharingFor } from './sharingOfGraph.ts';

export const listExternalAccess = operation({
  operationId: 'ListExternalAccess',
  method: 'GET',
  path: '/files/externalAccess',
  summary: 'List external access',
  description:
    'Lists how a file or folder in SharePoint or OneDrive is open to people outside: anonymous links, links and grants for guests or for addresses of other organisations, and grants to everyone. Links for the whole organisation are not listed. Who is in a group is not looked at. For a folder, what is shared inside it is not looked at either.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['Files.Read.All', 'Files.ReadWrite'] },
  parameters: fileReferenceParameters,
  responses: {
    200: {
      description: 'The file or folder and its external access.',
      schema: {
        type: 'object',
        properties: {
          file: fileItemSchema,
          isExternallyShared: {
            type: 'boolean',
            'x-ms-summary': 'Is Shared Outside',
            description:
              'Whether anybody outside may open it. Yes, too, where an entry could not be read, since that may let somebody in.',
          },
          value: {
            type: 'array',
            items: externalAccessSchema,
            'x-ms-summary': 'External Access',
            description: 'The entries that let somebody outside in.',
          },
          unreadable: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Unreadable Entries',
            'x-ms-visibility': 'advanced',
            description:
              'How many entries were left out because the service answered them in a broken form; each may let somebody in.',
          },
        },
        required: ['file', 'isExternallyShared', 'value', 'unreadable'],
      },
    },
  },
  example: {
    parameters: { fileUrl: exampleFileItem.webUrl },
    reply: {
      status: 200,
      body: { file: exampleFileItem, isExternallyShared: true, value: [exampleAccess], unreadable: 0 },
    },
  },
  handler: async ({ sharingFor }: { readonly sharingFor: SharingFor }, { parameters, caller }) => {
    const graph = sharingFor(caller);
    const file = await graph.find(parameters);
    const { entries, unreadable } = await graph.externalAccess(file);
    return {
      status: 200,
      body: { file, isExternallyShared: entries.length + unreadable > 0, value: [...entries], unreadable },
    };
  },
});
