import { operation } from '../runtime/operation.ts';
import type { SharingFor } from './sharingOfGraph.ts';

export const listSites = operation({
  operationId: 'ListSites',
  method: 'GET',
  path: '/sites',
  summary: 'List sites',
  description: 'Fills the list of sites in the designer: those that the signed-in person may open.',
  visibility: 'internal',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['Sites.Read.All'] },
  parameters: {
    search: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'Search',
      description: 'Only sites with these words; left out: all.',
      minLength: 1,
      maxLength: 200,
    },
  },
  responses: {
    200: {
      description: 'The sites, by title.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            'x-ms-summary': 'Sites',
            description: 'The sites, by title, without OneDrives.',
            items: {
              type: 'object',
              properties: {
                siteId: { type: 'string', 'x-ms-summary': 'Site Id', description: 'The id of the site.' },
                title: {
                  type: 'string',
                  'x-ms-summary': 'Site Title',
                  description: 'The name of the site, with its address, by which sites of one name differ.',
                },
                displayName: { type: 'string', 'x-ms-summary': 'Site Name', description: 'The name of the site.' },
                webUrl: { type: 'string', 'x-ms-summary': 'Site Address', description: 'Opens the site.' },
              },
              required: ['siteId', 'title', 'displayName'],
            },
          },
        },
        required: ['value'],
      },
    },
  },
  example: {
    reply: {
      status: 200,
      body: {
        value: [
          {
            siteId: 'contoso.sharepoint.com,e6f9e03d-5fac-47df-b806-12ba1b0a3122,1ca8533f-10db-45ab-b3b9-112e0c3f1446',
            title: 'Security Operations (contoso.sharepoint.com/sites/soc)',
            displayName: 'Security Operations',
            webUrl: 'https://contoso.sharepoint.com/sites/soc',
          },
        ],
      },
    },
  },
  handler: async ({ sharingFor }: { readonly sharingFor: SharingFor }, { parameters, caller }) => ({
    status: 200,
    // The service's word for all sites.
    body: { value: await sharingFor(caller).sites(parameters.search ?? '*') },
  }),
});
